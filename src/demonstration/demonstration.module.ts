import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../analytics/analytics.module';
import { AttributionModule } from '../attribution/attribution.module';
import { AuthModule } from '../auth/auth.module';
import { CheckoutModule } from '../checkout/checkout.module';
import { EconomyModule } from '../economy/economy.module';
import { GrantsModule } from '../grants/grants.module';
import { OrdersModule } from '../orders/orders.module';
import { PaymentsModule } from '../payments/payments.module';
import { PipelineModule } from '../pipeline/pipeline.module';
import { ProductsModule } from '../products/products.module';
import { RewardsModule } from '../rewards/rewards.module';
import { TrackingModule } from '../tracking/tracking.module';
import { UsersModule } from '../users/users.module';
import { DemonstrationService } from './demonstration.service';
import { Customers } from './history/customers.service';
import { Deeds } from './history/deeds.service';
import { HistoryRepository } from './history/history.repository';
import { DemonstrationHistory } from './history/history.service';
import { Marketing } from './history/marketing.service';
import { Newcomers } from './history/newcomers.service';
import { Revenue } from './history/revenue.service';
import { ToldClicksQuery } from './history/told-clicks.query';

const history = [
  DemonstrationHistory,
  HistoryRepository,
  Deeds,
  Newcomers,
  Customers,
  Marketing,
  Revenue,
  ToldClicksQuery,
];

@Module({
  imports: [
    ProductsModule,
    UsersModule,
    RewardsModule,
    OrdersModule,
    AuthModule,
    EconomyModule,
    GrantsModule,
    PaymentsModule,
    CheckoutModule,
    TrackingModule,
    AttributionModule,
    AnalyticsModule,
    PipelineModule,
  ],
  providers: [DemonstrationService, ...history],
  exports: [DemonstrationService, DemonstrationHistory],
})
export class DemonstrationModule {}
