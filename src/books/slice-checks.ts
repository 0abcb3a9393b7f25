import type { Snapshot } from '../platform/database/snapshot';
import { ask } from './ask';
import { type CheckResult, Tally } from './check';
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
    for (const [check, tally] of this.tallies) await ask(this.snapshot, check, tally, [slice.from, slice.to]);
  }
}
