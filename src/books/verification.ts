import type { Snapshot } from '../platform/database/snapshot';
import { AuditLogWalk } from './audit-log-walk';
import type { CheckResult } from './check';
import { type Circulation, CirculationTally } from './circulation';
import { type PlayerSlice, playerSlices } from './player-slices';
import { type ChainHead, SealChain } from './seal-chain';
import type { SealKeys } from './seal-keys';
import { SliceChecks } from './slice-checks';

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

/** One pass over the books, slice by slice of players. */
export class Verification {
  private readonly slices: SliceChecks;
  private readonly circulation = new CirculationTally();
  private readonly chain: SealChain;
  private readonly auditLog: AuditLogWalk;
  private players = 0;

  constructor(
    private readonly snapshot: Snapshot,
    sealKeys: SealKeys,
    private readonly entriesPerSlice: number,
    /** Moved on as the work goes on. */
    private readonly progress: Progress,
    /** The digest of a seal that was noted elsewhere, to be found in the chain. */
    notedHead?: string,
  ) {
    this.slices = new SliceChecks(snapshot);
    this.chain = new SealChain(sealKeys, notedHead);
    this.auditLog = new AuditLogWalk(snapshot);
  }

  async run(): Promise<BooksReport> {
    const start = performance.now();
    const [{ at, total }] = await this.snapshot.rows<{ at: Date; total: number }>(
      'select now() as at, coalesce(sum(last_seq), 0)::float8 as total from accounts',
    );
    this.progress.entriesTotal = total;
    for await (const slice of playerSlices(this.snapshot, this.entriesPerSlice)) await this.examine(slice);
    await this.chain.follow(this.snapshot);
    await this.auditLog.run();

    const { result, circulation } = this.circulation.finish();
    const checks = [...this.slices.results, result, ...this.chain.results, this.auditLog.result];
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
    await this.slices.examine(slice);
    await this.circulation.add(this.snapshot, slice);
    this.players += slice.players;
    this.progress.entriesDone += slice.entries;
  }
}
