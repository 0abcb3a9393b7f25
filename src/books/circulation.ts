import { type CheckResult, inSlice, Tally } from './check';
import type { Snapshot } from '../platform/database/snapshot';
import type { PlayerSlice } from './player-slices';

/** What came into the world and left it again, of a currency or a product, and what players hold. Decimal text. */
export interface Circulation {
  asset: string;
  minted: string;
  burned: string;
  circulation: string;
}

const SUMS = `
  select asset, sum(minted)::text as minted, sum(burned)::text as burned, sum(held)::text as held, count(*)::float8 as rows
  from (
    select coalesce(currency, product_id::text) as asset, 0 as held,
      case when counter_account like 'source:%' then amount else 0 end as minted,
      case when counter_account like 'sink:%' then -amount::numeric else 0 end as burned
    from ledger_entries e where ${inSlice('e')}
    union all
    select currency, balance, 0, 0 from wallets w where ${inSlice('w')}
    union all
    select product_id::text, quantity, 0, 0 from inventory i where ${inSlice('i')}) moved
  group by asset`;

interface Sums {
  minted: bigint;
  burned: bigint;
  held: bigint;
}

/** Adds up all players: sources less sinks is what there is. */
export class CirculationTally {
  private readonly tally = new Tally({
    name: 'circulation',
    proves: 'sources less sinks is what is in circulation, of each currency and product',
  });
  private readonly assets = new Map<string, Sums>();

  async add(snapshot: Snapshot, { from, to }: PlayerSlice): Promise<void> {
    const rows = await this.tally.timed(() =>
      snapshot.rows<{ asset: string; minted: string; burned: string; held: string; rows: number }>(SUMS, [from, to]),
    );
    for (const { asset, minted, burned, held, rows: examined } of rows) {
      const sums = this.assets.get(asset) ?? { minted: 0n, burned: 0n, held: 0n };
      sums.minted += BigInt(minted);
      sums.burned += BigInt(burned);
      sums.held += BigInt(held);
      this.assets.set(asset, sums);
      this.tally.examined(examined);
    }
  }

  finish(): { result: CheckResult; circulation: Circulation[] } {
    const circulation = [...this.assets].sort(([one], [other]) => (one < other ? -1 : 1)).map(toText);
    for (const [asset, { minted, burned, held }] of this.assets) {
      if (minted - burned !== held) this.tally.violated({ ...toText([asset, { minted, burned, held }]) });
    }
    return { result: this.tally.result, circulation };
  }
}

function toText([asset, { minted, burned, held }]: [string, Sums]): Circulation {
  return { asset, minted: `${minted}`, burned: `${burned}`, circulation: `${held}` };
}
