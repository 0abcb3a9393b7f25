import { Module } from '@nestjs/common';
import { WalletsModule } from '../wallets/wallets.module';
import { AnalyticsController } from './analytics.controller';
import { CountFlows } from './count-flows';
import { CountSales } from './count-sales';
import { EconomyDays } from './economy-days.service';
import { EconomyFlowsRepository } from './economy-flows.repository';
import { EconomyTelemetryController } from './economy.controller';
import { EconomyQuery } from './economy.query';
import { EconomyTelemetry } from './economy.service';
import { PopularProductsService } from './popular-products.service';
import { PopularProductsQuery } from './popular-products.query';
import { SalesController } from './sales.controller';
import { SalesQuery } from './sales.query';
import { SalesRepository } from './sales.repository';
import { SalesService } from './sales.service';

const popularProducts = [PopularProductsService, PopularProductsQuery, CountSales, SalesRepository];
const economy = [EconomyTelemetry, EconomyQuery, CountFlows, EconomyFlowsRepository, EconomyDays];
const sales = [SalesService, SalesQuery];

@Module({
  imports: [WalletsModule],
  controllers: [AnalyticsController, EconomyTelemetryController, SalesController],
  providers: [...popularProducts, ...economy, ...sales],
  exports: [EconomyDays, PopularProductsService],
})
export class AnalyticsModule {}
