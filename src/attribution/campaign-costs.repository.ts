import { Injectable } from '@nestjs/common';
import { arrayLiteral } from '../platform/database/array-literal';
import type { Tx } from '../platform/database/unit-of-work';

export interface CampaignCost {
  /** `2026-11-21` */
  day: string;
  campaign: string;
  currency: string;
  /** In smallest units. */
  amount: number;
}

export interface DollarCost {
  /** `2026-11-21` */
  day: string;
  campaign: string;
  /** Exact decimal text, with as many decimals as it has. */
  dollars: string;
}

/** `campaign_costs`: what was spent on a campaign in a day. */
@Injectable()
export class CampaignCostsRepository {
  /** Sets what costs are from now on; of several for the same day the last counts. */
  async set(tx: Tx, costs: readonly CampaignCost[]): Promise<void> {
    await tx.send({
      name: 'set campaign costs',
      sql: `
        insert into campaign_costs (day, campaign, currency, amount)
        select distinct on (day, campaign, currency) day, campaign, currency, amount
        from unnest($1::date[], $2::text[], $3::text[], $4::bigint[]) with ordinality
          as cost(day, campaign, currency, amount, n)
        order by day, campaign, currency, n desc
        on conflict (day, campaign, currency) do update set amount = excluded.amount, updated_at = now()`,
      params: [
        costs.map((cost) => cost.day),
        costs.map((cost) => cost.campaign),
        costs.map((cost) => cost.currency),
        costs.map((cost) => cost.amount),
      ],
    });
  }

  /**
   * The same of costs in dollars. Several for the same day are summed and then rounded; a sum below zero, which is money
   * given back for another day, is none. Where dollars are no money, nothing is stored.
   */
  async setDollars(tx: Tx, costs: readonly DollarCost[]): Promise<void> {
    await tx.send({
      name: 'set campaign costs in dollars',
      sql: `
        insert into campaign_costs (day, campaign, currency, amount)
        select day, campaign, code,
          least(greatest(round(sum(dollars) * power(10::numeric, scale)), 0), ${Number.MAX_SAFE_INTEGER})
        from unnest($1::date[], $2::text[], $3::numeric[]) as cost(day, campaign, dollars)
        join currencies on code = 'USD' and kind = 'real'
        group by day, campaign, code, scale order by day, campaign
        on conflict (day, campaign, currency) do update set amount = excluded.amount, updated_at = now()
        where campaign_costs.amount <> excluded.amount`,
      params: [
        arrayLiteral(costs.map(({ day }) => day)),
        arrayLiteral(costs.map(({ campaign }) => campaign)),
        arrayLiteral(costs.map(({ dollars }) => dollars)),
      ],
    });
  }

  /** Those of these that are no currency of real money. */
  async findUnknownCurrencies(tx: Tx, codes: readonly string[]): Promise<string[]> {
    const rows = await tx.send<{ code: string }>({
      name: 'find unknown real currencies',
      sql: `
        select distinct code from unnest($1::text[]) code
        where not exists (select from currencies c where c.code = code.code and c.kind = 'real')`,
      params: [codes],
    });
    return rows.map(({ code }) => code);
  }
}
