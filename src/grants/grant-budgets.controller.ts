import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { type Actor, CurrentActor, Roles } from '../platform/security/access';
import type { Role } from '../platform/security/principal';
import { budgetOf, GrantBudgetDto } from './dto/grant-budget.dto';
import type { BudgetKey } from './grant-budgets.repository';
import { GrantBudgetView, grantBudgetView } from './grant-budget.view';
import { GrantBudgetsService } from './grant-budgets.service';

@ApiTags('grants')
@ApiBearerAuth()
@Controller('grant-budgets')
export class GrantBudgetsController {
  constructor(private readonly budgets: GrantBudgetsService) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'What staff may grant and revoke alone in a day', operationId: 'listGrantBudgets' })
  @ApiPage(GrantBudgetView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<GrantBudgetView>> {
    const budgets = await this.budgets.list(limit + 1, cursor === undefined ? undefined : keyOf(cursor));
    const items = budgets.slice(0, limit);
    const last = items[items.length - 1];
    const nextCursor = budgets.length > limit ? encodeCursor([last.role, last.asset]) : null;
    return { items: items.map(grantBudgetView), nextCursor };
  }

  @Put()
  @Roles('admin')
  @ApiOperation({
    summary: 'Set the daily budget of a role',
    description:
      'Up to `MAX_BUDGET_COINS` or `MAX_BUDGET_ITEMS` of the settings: no admin grants more alone, whatever they set.',
    operationId: 'setGrantBudget',
  })
  @ApiOkResponse({ type: GrantBudgetView })
  @ApiErrors('auth.forbidden', 'grant_budget.above_ceiling', 'wallet.unknown_currency', 'product.not_found')
  set(@CurrentActor() actor: Actor, @Body() body: GrantBudgetDto): Promise<GrantBudgetView> {
    return this.budgets.set(actor, budgetOf(body));
  }
}

function keyOf(cursor: string): BudgetKey {
  const [role, asset] = decodeCursor(cursor, ['text', 'text']);
  return { role: role as Role, asset };
}
