import { Module } from '@nestjs/common';
import { AnalyticsController } from './analytics.controller';
import { CountSales } from './count-sales';
import { PopularProductsCache } from './popular-products.cache';
import { PopularProductsQuery } from './popular-products.query';
import { SalesRepository } from './sales.repository';

@Module({
  controllers: [AnalyticsController],
  providers: [PopularProductsCache, PopularProductsQuery, CountSales, SalesRepository],
})
export class AnalyticsModule {}
