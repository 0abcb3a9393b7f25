import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InventoryCache } from '../inventory/inventory.cache';
import { isLockTimeout, isPassing, isStatementTimeout } from '../platform/database/database-errors';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { ConnectionLost, OutcomeUnknown, Unavailable } from '../platform/errors/platform.errors';
import { OutboxService } from '../platform/outbox/outbox.service';
import { AccountsService } from '../transactions/accounts.service';
import { TransactionsService } from '../transactions/transactions.service';
import type { IssuedCommand } from './command';
import { decide } from './decide';
import { AccountBusy } from './economy.errors';
import { HoldingsReader, PLAN_BY_KEYS } from './holdings-reader.service';
import { JournalWriter } from './journal-writer.service';
import type { Receipt } from './receipt';

/** How often a batch is taken up again after its connection was lost, before its callers are told. */
const MAX_LOSSES = 5;
const FIRST_PAUSE_MS = 50;

/** Lock, load, decide, write: a batch of commands in one unit of work and two round trips. */
@Injectable()
export class BatchService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: HoldingsReader,
    private readonly writer: JournalWriter,
    private readonly accounts: AccountsService,
    private readonly transactions: TransactionsService,
    private readonly inventoryCache: InventoryCache,
    private readonly outbox: OutboxService,
  ) {}

  /** Takes part in the caller's unit of work. */
  async apply(tx: Tx, issued: readonly IssuedCommand[]): Promise<Receipt[]> {
    tx.set(PLAN_BY_KEYS);
    const { decisions, write } = await this.prepare(tx, issued);
    if (write !== null) await tx.send(write);
    return decisions.receipts;
  }

  /** Commits the batch. A receipt for each command, whatever happens: one command's fate is never its neighbours'. */
  async commit(issued: readonly IssuedCommand[], losses = 0): Promise<Receipt[]> {
    let receipts: Receipt[] = [];
    try {
      await this.unitOfWork.run(async (tx) => {
        const { decisions, write } = await this.prepare(tx, issued);
        receipts = decisions.receipts;
        if (write !== null) await tx.sendLast(write);
      }, PLAN_BY_KEYS);
      return receipts;
    } catch (error) {
      if (error instanceof OutcomeUnknown) return this.settle(issued, receipts, losses + 1);
      if (error instanceof ConnectionLost && losses < MAX_LOSSES) return this.commit(issued, losses + 1);
      if (error instanceof Unavailable) return refuseAll(issued, error);
      if (isStatementTimeout(error)) return refuseAll(issued, new Unavailable());
      if (issued.length > 1) return isLockTimeout(error) ? this.withoutTheBusy(issued) : this.oneAtATime(issued);
      return refuseAll(issued, isLockTimeout(error) ? new AccountBusy() : error);
    }
  }

  private async prepare(tx: Tx, issued: readonly IssuedCommand[]) {
    const holdings = await this.reader.lockAndLoad(
      tx,
      issued.map(({ command }) => command),
    );
    const decisions = decide(holdings, issued, Date.now());
    const changes = holdings.changes();
    const changed = [...new Set(changes.inventory.map(({ userId }) => userId))];
    if (changed.length > 0) tx.afterCommit(() => this.inventoryCache.forget(changed));
    if (decisions.events.length > 0) this.outbox.announce(tx);
    return { decisions, write: this.writer.statement(changes, decisions) };
  }

  /**
   * The connection was lost at COMMIT. Whoever holds the players' locks after us sees whether our transactions stand:
   * if they do the receipts do too, else the batch runs again under the same ids.
   */
  private async settle(issued: readonly IssuedCommand[], receipts: Receipt[], losses: number): Promise<Receipt[]> {
    if (losses > MAX_LOSSES) return refuseAll(issued, new OutcomeUnknown());
    try {
      return (await this.stands(issued)) ? receipts : await this.commit(issued, losses);
    } catch (error) {
      const mayPass = error instanceof Unavailable || isPassing(error);
      if (!mayPass) return refuseAll(issued, new OutcomeUnknown());
      await pause(FIRST_PAUSE_MS * 2 ** losses);
      return this.settle(issued, receipts, losses + 1);
    }
  }

  private stands(issued: readonly IssuedCommand[]): Promise<boolean> {
    const keys = issued.flatMap(({ command: { userId }, transactionIds }) =>
      transactionIds.map((transactionId) => ({ userId, transactionId })),
    );
    const userIds = [...new Set(keys.map(({ userId }) => userId))];
    return this.unitOfWork.run(async (tx) => {
      await this.accounts.lock(tx, userIds);
      const standing = await this.transactions.findExisting(tx, keys);
      if (standing.length > 0) tx.afterCommit(() => this.inventoryCache.forget(userIds));
      return standing.length > 0;
    });
  }

  /** Somebody outside the engine holds a player for too long: that player's commands wait no more, the rest go on. */
  private async withoutTheBusy(issued: readonly IssuedCommand[]): Promise<Receipt[]> {
    const userIds = [...new Set(issued.map(({ command }) => command.userId))];
    const free = new Set(await this.freeOf(userIds));
    const isFree = ({ command }: IssuedCommand) => free.has(command.userId);
    const going = issued.filter(isFree);
    if (going.length === issued.length) return this.oneAtATime(issued);
    const receipts = going.length === 0 ? [] : await this.commit(going);
    let next = 0;
    return issued.map((each) => (isFree(each) ? receipts[next++] : { accepted: false, error: new AccountBusy() }));
  }

  /** None, when not even that can be found out. */
  private async freeOf(userIds: readonly string[]): Promise<string[]> {
    try {
      return await this.unitOfWork.run((tx) => this.accounts.lockFree(tx, userIds));
    } catch {
      return [];
    }
  }

  private async oneAtATime(issued: readonly IssuedCommand[]): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const each of issued) receipts.push(...(await this.commit([each])));
    return receipts;
  }
}

function refuseAll(issued: readonly IssuedCommand[], error: unknown): Receipt[] {
  return issued.map(() => ({ accepted: false, error }));
}
