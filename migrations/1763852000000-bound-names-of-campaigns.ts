import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which campaigns the clicks of a day have named, and from which address the name came first: strangers write links, and
 * what is counted for years must not have as many names as they like. Forgotten with the salts of the day.
 */
export class BoundNamesOfCampaigns1763852000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table click_campaigns (
        day date not null,
        campaign text not null check (length(campaign) between 1 and 100),
        address_hash bytea,
        primary key (day, campaign)
      );

      create index campaign_costs_campaign_index on campaign_costs (campaign, day);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
