import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { BalanceQuery } from './dto/balance.query.dto';
import { UserBalance } from './user.view';
import { UsersService } from './users.service';

@ApiTags('users')
@ApiBearerAuth()
@Controller()
export class BalancesController {
  constructor(private readonly users: UsersService) {}

  @Get('balance')
  @ApiOperation({ summary: 'One’s own balance', operationId: 'ownBalance' })
  @ApiOkResponse({ type: UserBalance })
  @ApiErrors('user.not_found')
  ownBalance(@CurrentUser() user: Principal): Promise<UserBalance> {
    return this.users.balanceOf(user.id);
  }

  @Get('users/:id/balance')
  @ApiOperation({
    summary: 'Balances per currency, from the database',
    description: 'With `at`, as they stood at that moment, from the ledger.',
    operationId: 'balance',
  })
  @ApiOkResponse({ type: UserBalance })
  @ApiErrors('user.not_found')
  balance(@SubjectId() userId: string, @Query() { at }: BalanceQuery): Promise<UserBalance> {
    return at === undefined ? this.users.balanceOf(userId) : this.users.balanceAt(userId, at);
  }
}
