import type { Snapshot } from '../platform/database/snapshot';
import { type Check, type CheckResult, Tally } from './check';
import { ENTRIES_CHECKS } from './entries.checks';
import { HOLDINGS_CHECKS } from './holdings.checks';
import { ORDERS_CHECKS } from './orders.checks';
import type { PlayerSlice } from './player-slices';
import { SEALS_CHECKS } from './seals.checks';
import { TRANSACTIONS_CHECKS } from './transactions.checks';

const CHECKS = [...HOLDINGS_CHECKS, ...ENTRIES_CHECKS, ...TRANSACTIONS_CHECKS, ...ORDERS_CHECKS, ...SEALS_CHECKS];

/** Asks the laws that hold for every player, slice by slice: the server sorts and sums, and only results come here. */
export class SliceChecks {
  private readonly tallies = new Map(CHECKS.map((check) => [check, new Tally(check)]));

  constructor(private readonly snapshot: Snapshot) {}

  get results(): CheckResult[] {
    return [...this.tallies.values()].map((tally) => tally.result);
  }

  async examine(slice: PlayerSlice): Promise<void> {
    for (const [check, tally] of this.tallies) await tally.timed(() => this.ask(check, tally, slice));
  }

  /** Only where something is wrong the server is asked a second time: what came first. */
  private async ask({ sql, orderBy }: Check, tally: Tally, { from, to }: PlayerSlice): Promise<void> {
    const [{ rows, violations }] = await this.snapshot.rows<{ rows: number; violations: number }>(
      `select count(*)::float8 as rows, (count(*) filter (where bad))::float8 as violations from (${sql}) examined`,
      [from, to],
    );
    tally.examined(rows);
    if (violations === 0) return;
    const [{ first }] = await this.snapshot.rows<{ first: Record<string, unknown> }>(
      `select to_jsonb(examined) - 'bad' as first from (${sql}) examined where bad order by "userId", ${orderBy} limit 1`,
      [from, to],
    );
    tally.violated(first, violations);
  }
}
