import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import type { Page } from '../platform/http/page';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { type Actor, CurrentActor, Limit, Roles } from '../platform/security/access';
import { RejectGrantDto } from './dto/grant.dto';
import { GrantsQuery } from './dto/grants.query.dto';
import { ApiApproval } from './grant.api';
import { GrantApprovals } from './grant-approvals.service';
import { GrantIdPipe } from './grant-id.pipe';
import { GrantDetails } from './grant.view';
import { grantsPage } from './grants.page';
import { GrantsService } from './grants.service';

const grantId = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000201' } as const;

/** What waits for a second person, and what they say. */
@ApiTags('grants')
@ApiBearerAuth()
@Controller('grants')
export class GrantApprovalsController {
  constructor(
    private readonly approvals: GrantApprovals,
    private readonly grants: GrantsService,
  ) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'What staff gave and took back, newest first', operationId: 'listGrants' })
  @ApiPage(GrantDetails)
  @ApiErrors('auth.forbidden')
  list(@Query() query: GrantsQuery): Promise<Page<GrantDetails>> {
    return grantsPage(query, (limit, before) => this.grants.list({ status: query.status }, limit, before));
  }

  @Post(':id/approve')
  @Roles('finance', 'admin')
  @Limit('purchases')
  @ApiOperation({ summary: 'Agree to what waits, as the second person', operationId: 'approveGrant' })
  @ApiParam(grantId)
  @ApiApproval()
  async approve(
    @CurrentActor() actor: Actor,
    @Param('id', GrantIdPipe) id: string,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return replyWith(reply, await this.approvals.approve(actor, id, key));
  }

  @Post(':id/reject')
  @HttpCode(HttpStatus.OK)
  @Roles('support', 'finance', 'admin')
  @Limit('purchases')
  @ApiOperation({
    summary: 'Turn down what waits, or withdraw what one asked for',
    description: '`support` can withdraw what they asked for themselves; `finance` and `admin` turn down anything.',
    operationId: 'rejectGrant',
  })
  @ApiParam(grantId)
  @ApiOkResponse({ type: GrantDetails })
  @ApiErrors('auth.forbidden', 'account.blocked', 'grant.to_oneself', 'grant.not_found', 'grant.already_decided')
  reject(
    @CurrentActor() actor: Actor,
    @Param('id', GrantIdPipe) id: string,
    @Body() { reason }: RejectGrantDto,
  ): Promise<GrantDetails> {
    return this.approvals.reject(actor, id, reason.trim());
  }
}
