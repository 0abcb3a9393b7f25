import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { TransactionView, viewOf } from './transaction.view';
import {
  type HistoryFilter,
  type LedgerRow,
  type TransactionRow,
  TransactionsRepository,
} from './transactions.repository';

/** The one shape of a transaction, also for the receipts of other modules. */
export { TransactionView, viewOf };

@Injectable()
export class TransactionsService {
  constructor(private readonly repository: TransactionsRepository) {}

  /** A player's history, newest first; `before` is the id of the last transaction of the page before. */
  async history(userId: string, filter: HistoryFilter, limit: number, before?: string): Promise<TransactionView[]> {
    return (await this.repository.findHistory(userId, filter, limit, before)).map(viewOf);
  }

  findExisting(tx: Tx, keys: readonly { userId: string; transactionId: string }[]): Promise<string[]> {
    return this.repository.findExisting(tx, keys);
  }

  transactionsPart(rows: readonly TransactionRow[]): StatementPart {
    return this.repository.transactionsPart(rows);
  }

  ledgerPart(rows: readonly LedgerRow[]): StatementPart {
    return this.repository.ledgerPart(rows);
  }
}
