import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EconomyModule } from '../economy/economy.module';
import { OrdersModule } from '../orders/orders.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { UsersModule } from '../users/users.module';
import { WalletsModule } from '../wallets/wallets.module';
import { HeldPayments } from './held-payments.service';
import { InboxRepository } from './inbox.repository';
import { InboxRetention } from './inbox-retention';
import { InboxService } from './inbox.service';
import { LateFulfilments } from './late-fulfilments.service';
import { NotificationsService } from './notifications.service';
import { OrderEndings } from './order-endings.service';
import { OrderGoods } from './order-goods.service';
import { OrderPaymentsController } from './order-payments.controller';
import { OrderRefundsQuery } from './order-refunds.query';
import { PAYME } from './payme/payme';
import { PAYMENT_PROVIDERS, type PaymentProvider } from './payment-provider';
import { PaymentNotification } from './payment-notification.entity';
import { PaymentProviders } from './payment-providers';
import { PaymentProvidersController } from './payment-providers.controller';
import { Payment } from './payment.entity';
import { OwnDoor } from './payment-page/own-door';
import { PageTokens } from './payment-page/page-tokens';
import { PaymentPageController } from './payment-page/payment-page.controller';
import { PaymentPageService } from './payment-page/payment-page.service';
import { STAND_INS, type StandIn } from './payment-page/stand-in';
import { PaymentsController } from './payments.controller';
import { PaymentsQuery } from './payments.query';
import { PaymentsRepository } from './payments.repository';
import { PaymentsService } from './payments.service';
import type { ProviderFolder } from './provider-folder';
import { PurchaseBlock } from './purchase-block.entity';
import { PurchaseBlocksController } from './purchase-blocks.controller';
import { PurchaseBlocksRepository } from './purchase-blocks.repository';
import { PurchaseBlocksService } from './purchase-blocks.service';
import { RefundsService } from './refunds.service';
import { RefusedNotification } from './refused-notification.entity';
import { SANDBOX_FOLDER } from './sandbox/sandbox';
import { SandboxTeller } from './sandbox/sandbox-teller.service';
import { SettlementsService } from './settlements.service';
import { XSOLLA } from './xsolla/xsolla';

/** Every provider there is: a new one is a folder and a line here. */
const FOLDERS: readonly ProviderFolder[] = [PAYME, XSOLLA, SANDBOX_FOLDER];
const STAND_IN_TYPES = FOLDERS.flatMap(({ standIn }) => standIn ?? []);

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Payment,
      PaymentNotification,
      RefusedNotification,
      PurchaseBlock,
      ...FOLDERS.flatMap(({ entities }) => entities),
    ]),
    WalletsModule,
    TransactionsModule,
    UsersModule,
    OrdersModule,
    EconomyModule,
  ],
  controllers: [
    OrderPaymentsController,
    PaymentsController,
    PaymentProvidersController,
    PurchaseBlocksController,
    PaymentPageController,
    ...FOLDERS.flatMap(({ controllers }) => controllers),
  ],
  providers: [
    PaymentsService,
    PaymentsRepository,
    PaymentsQuery,
    PaymentProviders,
    NotificationsService,
    HeldPayments,
    SettlementsService,
    OrderGoods,
    OrderEndings,
    OrderRefundsQuery,
    RefundsService,
    LateFulfilments,
    InboxService,
    InboxRepository,
    InboxRetention,
    PurchaseBlocksService,
    PurchaseBlocksRepository,
    OwnDoor,
    PageTokens,
    PaymentPageService,
    ...FOLDERS.flatMap(({ provider, providers }) => [provider, ...providers]),
    ...STAND_IN_TYPES,
    {
      provide: PAYMENT_PROVIDERS,
      useFactory: (...providers: PaymentProvider[]) => providers,
      inject: FOLDERS.map(({ provider }) => provider),
    },
    { provide: STAND_INS, useFactory: (...standIns: StandIn[]) => standIns, inject: STAND_IN_TYPES },
  ],
  exports: [PaymentsService, OrderEndings, SandboxTeller],
})
export class PaymentsModule {}
