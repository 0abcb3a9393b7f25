import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { InvalidRequest } from '../platform/errors/platform.errors';
import type { Actor } from '../platform/security/access';
import { type CampaignCost, CampaignCostsRepository, type DollarCost } from './campaign-costs.repository';
import { campaignOf, NO_CAMPAIGN } from './click-parameters';

/** What campaigns cost, as staff or the pipeline tell it: what was told last counts. */
@Injectable()
export class CampaignCosts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: CampaignCostsRepository,
    private readonly audit: AuditService,
  ) {}

  /** @throws InvalidRequest for a currency of no real money */
  async setByStaff(actor: Actor, costs: readonly CampaignCost[]): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.set(tx, costs);
      const after = {
        costs: costs.map(({ day, campaign, currency, amount }) => ({ day, campaign, currency, amount })),
      };
      await this.audit.record(tx, { actor, action: 'campaign_costs.set', after });
    });
  }

  /** As a run of the pipeline found them, whole days at a time, in its unit of work. */
  setDollars(tx: Tx, costs: readonly DollarCost[]): Promise<void> {
    return this.repository.setDollars(
      tx,
      costs.map((cost) => ({ ...cost, campaign: campaignOf(cost.campaign) ?? NO_CAMPAIGN })),
    );
  }

  /**
   * All or none.
   *
   * @throws InvalidRequest for a currency of no real money
   */
  async set(tx: Tx, costs: readonly CampaignCost[]): Promise<void> {
    const codes = costs.map(({ currency }) => currency);
    const unknown = new Set(await this.repository.findUnknownCurrencies(tx, codes));
    if (unknown.size > 0) throw refusal(codes.flatMap((code, index) => (unknown.has(code) ? [index] : [])));
    await this.repository.set(
      tx,
      costs.map((cost) => ({ ...cost, campaign: campaignOf(cost.campaign) ?? NO_CAMPAIGN })),
    );
  }
}

function refusal(places: readonly number[]): InvalidRequest {
  const errors = places.map((index) => {
    return { detail: 'is no currency of real money here', pointer: `/costs/${index}/currency` };
  });
  return new InvalidRequest('The request is not valid: there is a currency that is not of real money here.', errors);
}
