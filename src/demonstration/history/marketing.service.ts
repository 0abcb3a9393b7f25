import { Injectable } from '@nestjs/common';
import { EconomyDays } from '../../analytics/economy-days.service';
import { CampaignCosts } from '../../attribution/campaign-costs.service';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { Newcomers } from './newcomers.service';
import type { Story } from './story';
import { DAY_MS, dayName, dayStart } from './story-days';
import { ToldClicksQuery } from './told-clicks.query';

/** What a day of the story has beside the deeds of players. */
@Injectable()
export class Marketing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly newcomers: Newcomers,
    private readonly toldClicks: ToldClicksQuery,
    private readonly costs: CampaignCosts,
    private readonly economyDays: EconomyDays,
  ) {}

  /** What the campaigns cost that day, and those who clicked and never came. */
  async tell({ period, clicks, costs }: Story, day: number): Promise<void> {
    const fromMs = dayStart(period, day);
    const spent = costs.filter((cost) => cost.day === dayName(fromMs));
    await this.unitOfWork.run((tx) =>
      this.costs.set(
        tx,
        spent.map(({ cents, ...cost }) => ({ ...cost, currency: 'USD', amount: cents })),
      ),
    );
    const ofDay = clicks.filter(({ atMs }) => dayName(atMs) === dayName(fromMs));
    for (const { campaign } of spent) {
      const known = await this.toldClicks.momentsOf(campaign, fromMs, fromMs + DAY_MS);
      for (const click of ofDay)
        if (click.campaign === campaign && !known.has(click.atMs)) await this.newcomers.click(click);
    }
  }

  /** How coins are spread at the end of that day, once all of it was told. */
  async close({ period }: Story, day: number): Promise<void> {
    const endMs = dayStart(period, day) + DAY_MS;
    if (endMs <= period.toMs) await this.economyDays.keepYesterday(endMs);
  }
}
