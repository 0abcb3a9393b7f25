import type { Snapshot } from '../platform/database/snapshot';
import { type CheckResult, Tally } from './check';
import { ROOT } from './entry-leaf';
import { BEFORE_THE_FIRST, digestOf, type Seal, textOf } from './seal';
import { SEAL_COLUMNS } from './seal-columns';
import type { SealKeys } from './seal-keys';

/** The latest seal. Whoever keeps it elsewhere can tell later whether the end of the chain was cut off. */
export interface ChainHead {
  id: string;
  digest: string;
  sealedAt: string;
}

interface RangesOfSeal {
  id: string;
  ranges: string;
  entries: string;
  root: string;
}

const SEALS_AT_ONCE = 500;
const [LEAST_ID, GREATEST_ID] = ['-9223372036854775808', '9223372036854775807'];

const SEALS = `select ${SEAL_COLUMNS} from ledger_seals s where s.id > $1 order by s.id limit ${SEALS_AT_ONCE}`;

/** Behind $1 up to $2; among them those of seals that are no longer there. */
const RANGES = `
  select seal_id::text as id, count(*)::text as ranges, sum(to_seq - from_seq + 1)::text as entries,
    encode(${ROOT}, 'hex') as root
  from ledger_seal_ranges where seal_id > $1 and seal_id <= $2 group by seal_id order by seal_id
  limit ${2 * SEALS_AT_ONCE}`;

/** Follows the chain of seals from the first to the last. */
export class SealChain {
  private readonly links = new Tally({
    name: 'seal-chain',
    proves: 'seals are numbered without a gap and each holds the digest of the one before',
  });
  private readonly roots = new Tally({
    name: 'seal-roots',
    proves: 'each seal is over exactly its ranges of entries',
  });
  private readonly signatures = new Tally({
    name: 'seal-signatures',
    proves: 'each seal is signed with a key of ours',
  });
  private readonly noted = new Tally({
    name: 'seal-head',
    proves: 'the seal that was noted elsewhere is in the chain',
  });
  private last: Seal | undefined;

  /** @param notedHead the digest of a seal, which the chain must hold: what was cut off its end shows in nothing else */
  constructor(
    private readonly keys: SealKeys,
    private readonly notedHead?: string,
  ) {}

  get results(): CheckResult[] {
    const tallies = [this.links, this.roots, this.signatures];
    return (this.notedHead === undefined ? tallies : [...tallies, this.noted]).map((tally) => tally.result);
  }

  get head(): ChainHead | null {
    const { last } = this;
    return last === undefined ? null : { id: last.id, digest: digestOf(last), sealedAt: last.sealedAt };
  }

  /** From the first seal to the last. */
  async follow(snapshot: Snapshot): Promise<void> {
    await this.followFrom(snapshot);
    if (this.notedHead !== undefined && this.noted.result.rows === 0) this.noted.violated({ digest: this.notedHead });
  }

  /** The end of the chain: so many seals at most, the first of them taken as given. */
  async followEnd(snapshot: Snapshot, seals: number): Promise<void> {
    const [first] = await snapshot.rows<Seal>(
      `select ${SEAL_COLUMNS} from ledger_seals s where s.id <= (select max(id) from ledger_seals) - $1
      order by s.id desc limit 1`,
      [seals],
    );
    this.last = first;
    await this.followFrom(snapshot);
  }

  private async followFrom(snapshot: Snapshot): Promise<void> {
    for (let isEnd = false; !isEnd;) {
      const behind = this.last?.id ?? LEAST_ID;
      const seals = await this.links.timed(() => snapshot.rows<Seal>(SEALS, [behind]));
      isEnd = seals.length < SEALS_AT_ONCE;
      const until = isEnd ? GREATEST_ID : seals[seals.length - 1].id;
      const rows = await this.roots.timed(() => snapshot.rows<RangesOfSeal>(RANGES, [behind, until]));
      const ranges = new Map(rows.map((row) => [row.id, row]));
      for (const seal of seals) {
        this.examine(seal, ranges.get(seal.id));
        ranges.delete(seal.id);
      }
      for (const { id } of ranges.values()) this.links.violated({ sealId: id, finding: 'removed' });
    }
  }

  private examine(seal: Seal, found: RangesOfSeal | undefined): void {
    this.examineLink(seal);
    this.examineRoot(seal, found);
    this.examineSignature(seal);
    if (this.notedHead !== undefined && digestOf(seal) === this.notedHead) this.noted.examined(1);
    this.last = seal;
  }

  private examineLink({ id, previous }: Seal): void {
    this.links.examined(1);
    const expectedId = `${BigInt(this.last?.id ?? 0) + 1n}`;
    const expected = this.last === undefined ? BEFORE_THE_FIRST : digestOf(this.last);
    if (id !== expectedId) this.links.violated({ sealId: expectedId, finding: 'removed', next: id });
    else if (previous !== expected) this.links.violated({ sealId: id, finding: 'does not follow', previous, expected });
  }

  private examineRoot({ id, ranges, entries, root }: Seal, found: RangesOfSeal | undefined): void {
    this.roots.examined(1);
    if (found?.root === root && found.ranges === ranges && found.entries === entries) return;
    this.roots.violated({ sealId: id, sealed: { ranges, entries, root }, found: found ?? null });
  }

  private examineSignature(seal: Seal): void {
    this.signatures.examined(1);
    const { id, keyId, signature } = seal;
    const isGenuine = this.keys.isGenuine(keyId, textOf(seal), signature);
    if (isGenuine === true) return;
    const finding = isGenuine === undefined ? 'signed with a key that is not ours' : 'the signature is of another text';
    this.signatures.violated({ sealId: id, finding, keyId, ourKeyId: this.keys.currentId });
  }
}
