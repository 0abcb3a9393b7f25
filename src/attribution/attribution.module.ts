import { Module } from '@nestjs/common';
import { AddressHashes } from './address-hashes.service';
import { AttributionService } from './attribution.service';
import { CampaignCostsRepository } from './campaign-costs.repository';
import { CampaignCosts } from './campaign-costs.service';
import { CampaignsController } from './campaigns.controller';
import { CampaignsQuery } from './campaigns.query';
import { CampaignsService } from './campaigns.service';
import { ClickIds } from './click-ids.service';
import { ClickRetention } from './click-retention';
import { ClicksRepository } from './clicks.repository';
import { ClicksService } from './clicks.service';
import { InstallsRepository } from './installs.repository';
import { JoinClicks } from './join-clicks';
import { TrackController } from './track.controller';

const clicks = [ClicksService, ClicksRepository, ClickIds, AddressHashes, ClickRetention];
const installs = [JoinClicks, InstallsRepository, AttributionService];
const campaigns = [CampaignsService, CampaignsQuery, CampaignCosts, CampaignCostsRepository];

@Module({
  controllers: [TrackController, CampaignsController],
  providers: [...clicks, ...installs, ...campaigns],
  exports: [AttributionService, CampaignCosts, ClicksService, ClickIds],
})
export class AttributionModule {}
