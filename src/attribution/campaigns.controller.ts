import { Body, Controller, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { type Actor, CurrentActor, Roles } from '../platform/security/access';
import { CampaignCosts } from './campaign-costs.service';
import { CampaignsService } from './campaigns.service';
import { CampaignsView } from './campaigns.view';
import { CampaignCostsDto } from './dto/campaign-costs.dto';
import { CampaignsQueryDto } from './dto/campaigns.query.dto';

@ApiTags('analytics')
@ApiBearerAuth()
@Controller('analytics')
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly costs: CampaignCosts,
  ) {}

  @Get('campaigns')
  @Roles('support', 'finance', 'admin', 'service')
  @ApiOperation({
    summary: 'What campaigns brought and what they cost, by day',
    description:
      'Money is that of our own orders, on the day on which it was paid, less what went back since. Sums are decimal ' +
      'text in smallest units of each currency.',
    operationId: 'reportCampaigns',
  })
  @ApiOkResponse({ type: CampaignsView })
  @ApiErrors('auth.forbidden')
  report(@Query() query: CampaignsQueryDto): Promise<CampaignsView> {
    return this.campaigns.report(query);
  }

  @Put('campaign-costs')
  @HttpCode(204)
  @Roles('finance', 'admin')
  @ApiOperation({
    summary: 'Tell what campaigns cost',
    description: 'All or none. A cost of the same day, campaign and currency is replaced.',
    operationId: 'setCampaignCosts',
  })
  @ApiNoContentResponse({ description: 'They are set.' })
  @ApiErrors('auth.forbidden')
  set(@CurrentActor() actor: Actor, @Body() { costs }: CampaignCostsDto): Promise<void> {
    return this.costs.setByStaff(actor, costs);
  }
}
