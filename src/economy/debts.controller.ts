import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { SubjectId } from '../platform/security/subject';
import { DebtView } from './debt.view';
import { DebtsService } from './debts.service';

@ApiTags('users')
@ApiBearerAuth()
@Controller('users')
export class DebtsController {
  constructor(private readonly debts: DebtsService) {}

  @Get(':id/debts')
  @ApiOperation({
    summary: 'What the player owes',
    description:
      'Money went back for goods that were no longer there to be taken back. Coins that come in go to the oldest debt ' +
      'first, and so do items that are given; what the player pays for is never taken.',
    operationId: 'listDebts',
  })
  @ApiOkResponse({ type: [DebtView] })
  @ApiErrors('user.not_found')
  list(@SubjectId() userId: string): Promise<DebtView[]> {
    return this.debts.of(userId);
  }
}
