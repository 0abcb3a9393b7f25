import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

export interface CampaignCost {
  /** `2026-11-21` */
  day: string;
  campaign: string;
  currency: string;
  /** In smallest units. */
  amount: number;
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
