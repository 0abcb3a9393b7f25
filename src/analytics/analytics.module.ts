import { Module } from '@nestjs/common';
import { WalletsModule } from '../wallets/wallets.module';
import { AnalyticsController } from './analytics.controller';
import { CountFlows } from './count-flows';
import { CountSales } from './count-sales';
import { EconomyDays } from './economy-days';
import { EconomyFlowsRepository } from './economy-flows.repository';
import { EconomyTelemetryController } from './economy.controller';
import { EconomyQuery } from './economy.query';
import { EconomyTelemetry } from './economy.service';
import { PopularProductsCache } from './popular-products.cache';
import { PopularProductsQuery } from './popular-products.query';
import { SalesRepository } from './sales.repository';

const popularProducts = [PopularProductsCache, PopularProductsQuery, CountSales, SalesRepository];
const economy = [EconomyTelemetry, EconomyQuery, CountFlows, EconomyFlowsRepository, EconomyDays];

@Module({
  imports: [WalletsModule],
  controllers: [AnalyticsController, EconomyTelemetryController],
  providers: [...popularProducts, ...economy],
})
export class AnalyticsModule {}
