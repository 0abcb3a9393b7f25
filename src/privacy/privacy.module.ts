import { Module } from '@nestjs/common';
import { AttributionModule } from '../attribution/attribution.module';
import { AuthModule } from '../auth/auth.module';
import { CheckoutModule } from '../checkout/checkout.module';
import { GrantsModule } from '../grants/grants.module';
import { InventoryModule } from '../inventory/inventory.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { PaymentsModule } from '../payments/payments.module';
import { TrackingModule } from '../tracking/tracking.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { UsersModule } from '../users/users.module';
import { WalletsModule } from '../wallets/wallets.module';
import { WebhooksModule } from '../webhooks/webhooks.module';
import { ConfirmationsService } from './confirmations.service';
import { DealingsData } from './dealings-data.service';
import { ErasureAccounts } from './erasure-accounts.service';
import { ErasuresService } from './erasures.service';
import { ExportsService } from './exports.service';
import { HeldDataService } from './held-data.service';
import { HeldRowsQuery } from './held-rows.query';
import { PersonalDataService } from './personal-data.service';
import { PrivacyController } from './privacy.controller';
import { ToldData } from './told-data.service';
import { ToldErasuresRepository } from './told-erasures.repository';

const data = [PersonalDataService, DealingsData, ToldData, ToldErasuresRepository];
const erasing = [ErasuresService, ErasureAccounts, ConfirmationsService, ...data];
const exporting = [ExportsService, HeldDataService, HeldRowsQuery];

@Module({
  imports: [
    WalletsModule,
    TransactionsModule,
    UsersModule,
    InventoryModule,
    AuthModule,
    GrantsModule,
    OrdersModule,
    PaymentsModule,
    CheckoutModule,
    TrackingModule,
    AttributionModule,
    NotificationsModule,
    WebhooksModule,
  ],
  controllers: [PrivacyController],
  providers: [...erasing, ...exporting],
})
export class PrivacyModule {}
