import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { SubjectId } from '../platform/security/subject';
import { AccountsService } from './accounts.service';
import { HistoryQuery } from './dto/history.query.dto';
import { TransactionView } from './transaction.view';
import { TransactionsService } from './transactions.service';

@ApiTags('transactions')
@ApiBearerAuth()
@Controller('users')
export class TransactionsController {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly accounts: AccountsService,
  ) {}

  @Get(':id/transactions')
  @ApiOperation({ summary: 'Transactions, newest first', operationId: 'listTransactions' })
  @ApiParam({ name: 'id', example: 'me' })
  @ApiPage(TransactionView)
  @ApiErrors('user.not_found')
  async list(@SubjectId() userId: string, @Query() query: HistoryQuery): Promise<Page<TransactionView>> {
    const { limit, cursor, ...filter } = query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const items = await this.transactions.history(userId, filter, limit + 1, before);
    if (items.length === 0) await this.accounts.requireOpen(userId);
    const page = items.slice(0, limit);
    return { items: page, nextCursor: items.length > limit ? encodeCursor([page[page.length - 1].id]) : null };
  }
}
