import { type DynamicModule, Module } from '@nestjs/common';
import { AnalyticsModule } from './analytics/analytics.module';
import { AttributionModule } from './attribution/attribution.module';
import { AuthModule } from './auth/auth.module';
import { DemoLoginModule } from './auth/demo-login.module';
import { BooksModule } from './books/books.module';
import { CheckoutModule } from './checkout/checkout.module';
import { DemonstrationModule } from './demonstration/demonstration.module';
import { EconomyModule } from './economy/economy.module';
import { GrantsModule } from './grants/grants.module';
import { InventoryModule } from './inventory/inventory.module';
import { NotificationsModule } from './notifications/notifications.module';
import { OrdersModule } from './orders/orders.module';
import { PaymentsModule } from './payments/payments.module';
import { PipelineModule } from './pipeline/pipeline.module';
import { AuditModule } from './platform/audit/audit.module';
import { CacheModule } from './platform/cache/cache.module';
import { Config } from './platform/config/config';
import { ConfigModule } from './platform/config/config.module';
import { DatabaseModule } from './platform/database/database.module';
import { SoleProcessModule } from './platform/database/sole-process.module';
import { HealthModule } from './platform/health/health.module';
import { IdempotencyModule } from './platform/idempotency/idempotency.module';
import { JobsModule } from './platform/jobs/jobs.module';
import { OutboxModule } from './platform/outbox/outbox.module';
import { SecurityModule } from './platform/security/security.module';
import { PrivacyModule } from './privacy/privacy.module';
import { ProductsModule } from './products/products.module';
import { RewardsModule } from './rewards/rewards.module';
import { SellablesModule } from './sellables/sellables.module';
import { TimelinesModule } from './timelines/timelines.module';
import { TrackingModule } from './tracking/tracking.module';
import { TransactionsModule } from './transactions/transactions.module';
import { UsersModule } from './users/users.module';
import { WalletsModule } from './wallets/wallets.module';
import { WebhooksModule } from './webhooks/webhooks.module';

/** All modules in the order of the map: each may import those above it (test/architecture.spec.ts). */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        // 0 platform
        ConfigModule.of(config),
        DatabaseModule,
        SoleProcessModule,
        SecurityModule,
        IdempotencyModule,
        OutboxModule,
        AuditModule,
        JobsModule,
        CacheModule,
        HealthModule,
        // 1 nouns
        WalletsModule,
        ProductsModule,
        TransactionsModule,
        UsersModule,
        RewardsModule,
        SellablesModule,
        // 2 composed
        InventoryModule,
        OrdersModule,
        AuthModule,
        ...(config.demo ? [DemoLoginModule] : []),
        // 3 engine
        EconomyModule,
        GrantsModule,
        // 4 money from outside
        PaymentsModule,
        CheckoutModule,
        // 5 what players do
        TrackingModule,
        AttributionModule,
        // 6 readers
        NotificationsModule,
        WebhooksModule,
        BooksModule,
        AnalyticsModule,
        PipelineModule,
        TimelinesModule,
        PrivacyModule,
        DemonstrationModule,
      ],
    };
  }
}
