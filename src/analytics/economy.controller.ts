import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { Roles } from '../platform/security/access';
import { EconomyQueryDto } from './dto/economy.query.dto';
import { EconomyTelemetry } from './economy.service';
import { EconomyView } from './economy.view';

@ApiTags('analytics')
@ApiBearerAuth()
@Controller('analytics/economy')
export class EconomyTelemetryController {
  constructor(private readonly telemetry: EconomyTelemetry) {}

  @Get()
  @Roles('support', 'finance', 'admin', 'service')
  @ApiOperation({
    summary: 'Where a currency comes from and goes, how much there is, and how it is spread',
    description: 'From the ledger, seconds behind it: entries count once they are sealed. Buckets are those of UTC.',
    operationId: 'getEconomy',
  })
  @ApiOkResponse({ type: EconomyView })
  @ApiErrors('auth.forbidden', 'wallet.unknown_currency')
  read(@Query() period: EconomyQueryDto): Promise<EconomyView> {
    return this.telemetry.over(period);
  }
}
