import type { Snapshot } from '../platform/database/snapshot';
import { type Check, type CheckResult, Tally } from './check';
import { type Circulation, CirculationTally } from './circulation';
import { ENTRIES_CHECKS } from './entries.checks';
import { HOLDINGS_CHECKS } from './holdings.checks';
import { ORDERS_CHECKS } from './orders.checks';
import { type PlayerSlice, playerSlices } from './player-slices';
import { type ChainHead, SealChain } from './seal-chain';
import type { SealKeys } from './seal-keys';
import { SEALS_CHECKS } from './seals.checks';
import { TRANSACTIONS_CHECKS } from './transactions.checks';

/** What a verification found. */
export interface BooksReport {
  /** True when no check found a violation. */
  balanced: boolean;
  /** ISO 8601: the moment of the snapshot. */
  at: string;
  players: number;
  entries: number;
  checks: CheckResult[];
  circulation: Circulation[];
  /** Null while nothing was sealed. */
  lastSeal: ChainHead | null;
  ms: number;
}

/** How far a verification is: entries of all players. */
export interface Progress {
  entriesDone: number;
  entriesTotal: number;
}

const CHECKS = [...HOLDINGS_CHECKS, ...ENTRIES_CHECKS, ...TRANSACTIONS_CHECKS, ...ORDERS_CHECKS, ...SEALS_CHECKS];

/** One pass over the books, slice by slice of players: the server sorts and sums, and only results come here. */
export class Verification {
  private readonly tallies = new Map(CHECKS.map((check) => [check, new Tally(check)]));
  private readonly circulation = new CirculationTally();
  private readonly chain: SealChain;
  private players = 0;

  constructor(
    private readonly snapshot: Snapshot,
    sealKeys: SealKeys,
    private readonly entriesPerSlice: number,
    /** Moved on as the work goes on. */
    private readonly progress: Progress,
  ) {
    this.chain = new SealChain(sealKeys);
  }

  async run(): Promise<BooksReport> {
    const start = performance.now();
    const [{ at, total }] = await this.snapshot.rows<{ at: Date; total: number }>(
      'select now() as at, coalesce(sum(last_seq), 0)::float8 as total from accounts',
    );
    this.progress.entriesTotal = total;
    for await (const slice of playerSlices(this.snapshot, this.entriesPerSlice)) await this.examine(slice);
    await this.chain.follow(this.snapshot);

    const { result, circulation } = this.circulation.finish();
    const checks = [...[...this.tallies.values()].map((tally) => tally.result), result, ...this.chain.results];
    return {
      balanced: checks.every(({ violations }) => violations === 0),
      at: at.toISOString(),
      players: this.players,
      entries: this.progress.entriesDone,
      checks: checks.map((check) => ({ ...check, ms: Math.round(check.ms) })),
      circulation,
      lastSeal: this.chain.head,
      ms: Math.round(performance.now() - start),
    };
  }

  private async examine(slice: PlayerSlice): Promise<void> {
    for (const [check, tally] of this.tallies) await tally.timed(() => this.ask(check, tally, slice));
    await this.circulation.add(this.snapshot, slice);
    this.players += slice.players;
    this.progress.entriesDone += slice.entries;
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
