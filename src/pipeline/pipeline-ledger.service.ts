import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { onSnapshot, type Snapshot } from '../platform/database/snapshot';

/**
 * Each payment that came for an order: what the provider calls it is its receipt. Only dollars, for costs and revenue of
 * the other sides are in dollars and nothing here knows a rate.
 */
const LEDGER = `
  select o.id as order_id, f.fact ->> 'externalId' as receipt_id, o.provider, o.user_id as player_id,
    to_char((f.fact ->> 'at')::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as paid_at_utc,
    round((f.fact ->> 'amount')::numeric / power(10::numeric, c.scale), c.scale) as amount_usd, o.status
  from payments p
  join orders o on o.user_id = p.user_id and o.id = p.order_id
  join currencies c on c.code = p.currency
  cross join lateral jsonb_array_elements(p.facts) f (fact)
  where p.currency = 'USD' and f.fact ->> 'kind' = 'paid'
  order by 5, 1, 2`;

/** Our own side of the money, as a CSV for the engine. */
@Injectable()
export class PipelineLedger {
  constructor(private readonly config: Config) {}

  /**
   * Writes what was paid to a new file that only we read, as the database sends it.
   *
   * @returns how many payments there are
   * @throws Unavailable
   */
  write(file: string, stopping?: AbortSignal): Promise<number> {
    const name = 'florin pipeline ledger';
    const work = async (snapshot: Snapshot) => {
      const copy = snapshot.copy(LEDGER);
      await pipeline(copy, createWriteStream(file, { mode: 0o600, flags: 'w' }));
      return copy.rowCount;
    };
    return onSnapshot(this.config, name, work, stopping);
  }
}
