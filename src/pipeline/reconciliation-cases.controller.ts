import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { type Actor, CurrentActor, Limit, Roles } from '../platform/security/access';
import { CloseCaseDto } from './dto/close-case.dto';
import { CasesQuery } from './dto/pipeline.query.dto';
import { CaseIdPipe } from './id.pipes';
import { ReconciliationCaseView, reconciliationCaseView } from './reconciliation-case.view';
import { ReconciliationCasesService } from './reconciliation-cases.service';

@ApiTags('reconciliation')
@ApiBearerAuth()
@Controller('reconciliation/cases')
export class ReconciliationCasesController {
  constructor(private readonly cases: ReconciliationCasesService) {}

  @Get()
  @Roles('support', 'finance', 'admin', 'service')
  @ApiOperation({
    summary: 'Money that one side knows of and another does not, newest first',
    description: 'The sides are attribution, the gateway and our own books (paid orders in USD).',
    operationId: 'listReconciliationCases',
  })
  @ApiPage(ReconciliationCaseView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor, ...filter }: CasesQuery): Promise<Page<ReconciliationCaseView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const found = await this.cases.list(filter, limit + 1, before);
    const items = found.slice(0, limit).map(reconciliationCaseView);
    return { items, nextCursor: found.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Post(':id/close')
  @HttpCode(HttpStatus.OK)
  @Roles('finance', 'admin')
  @Limit('purchases')
  @ApiOperation({
    summary: 'Say what a case was, and close it',
    description: 'For ever: a run that finds it again does not open it.',
    operationId: 'closeReconciliationCase',
  })
  @ApiParam({ name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000501' })
  @ApiOkResponse({ type: ReconciliationCaseView })
  @ApiErrors('auth.forbidden', 'reconciliation.case_not_found', 'reconciliation.case_closed')
  async close(
    @CurrentActor() actor: Actor,
    @Param('id', CaseIdPipe) id: string,
    @Body() { note }: CloseCaseDto,
  ): Promise<ReconciliationCaseView> {
    return reconciliationCaseView(await this.cases.close(actor, id, note.trim()));
  }
}
