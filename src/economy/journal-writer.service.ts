import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service';
import { joinWrites, type Statement } from '../platform/database/statement';
import { IdempotencyService } from '../platform/idempotency/idempotency.service';
import { OutboxService } from '../platform/outbox/outbox.service';
import { AccountsService } from '../transactions/accounts.service';
import { TransactionsService } from '../transactions/transactions.service';
import { WalletsService } from '../wallets/wallets.service';
import type { Decisions } from './decide';
import type { HoldingChanges } from './holdings';
import { RareWrites } from './rare-writes.service';

/** Turns what was decided into one statement that writes all of it. */
@Injectable()
export class JournalWriter {
  constructor(
    private readonly accounts: AccountsService,
    private readonly wallets: WalletsService,
    private readonly inventory: InventoryService,
    private readonly transactions: TransactionsService,
    private readonly keys: IdempotencyService,
    private readonly outbox: OutboxService,
    private readonly rare: RareWrites,
  ) {}

  /** Null when nothing is to be written: every command was a replay or concerned nothing we know. */
  statement(changes: HoldingChanges, decisions: Decisions): Statement | null {
    const rare = this.rare.parts(changes, decisions);
    if (decisions.transactions.length === 0) return rare.length === 0 ? null : joinWrites(rare);
    return joinWrites([
      this.accounts.movePart(changes.accounts),
      this.wallets.writePart(changes.wallets),
      this.inventory.writePart(changes.inventory),
      this.transactions.transactionsPart(decisions.transactions),
      this.transactions.ledgerPart(decisions.ledger),
      this.keys.writePart(decisions.keys),
      this.outbox.writePart(decisions.events),
      ...rare,
    ]);
  }
}
