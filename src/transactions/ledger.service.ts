import { Injectable } from '@nestjs/common';
import { type LedgerFilter, type LedgerLine, LedgerQuery } from './ledger.query';

export interface LedgerPeriod {
  /** ISO 8601: from this moment on. */
  since?: string;
  /** ISO 8601: before this moment. */
  until?: string;
}

@Injectable()
export class LedgerService {
  constructor(private readonly query: LedgerQuery) {}

  /** A player's entries, newest first; `before` is the number of the last entry of the page before. */
  async page(
    userId: string,
    { since, until, ...filter }: LedgerFilter & LedgerPeriod,
    limit: number,
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<LedgerLine[]> {
    const after = since === undefined ? 0 : await this.query.lastSeqBefore(userId, new Date(since));
    const last = until === undefined ? before : await this.query.lastSeqBefore(userId, new Date(until));
    return this.query.page(userId, filter, { after, before: Math.min(before, last + 1) }, limit);
  }

  /** What the player's wallets held at this moment, entries of the very moment included. */
  async balancesAt(userId: string, at: string): Promise<{ currency: string; balance: number }[]> {
    const justAfter = new Date(Date.parse(at) + 1);
    return this.query.balancesAt(userId, await this.query.lastSeqBefore(userId, justAfter));
  }
}
