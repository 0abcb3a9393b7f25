import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module';
import { ProductsModule } from '../products/products.module';
import { RewardsModule } from '../rewards/rewards.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { WalletsModule } from '../wallets/wallets.module';
import { BatchesController } from './batches.controller';
import { BatchesService } from './batches.service';
import { BatchService } from './batch.service';
import { DebtsController } from './debts.controller';
import { DebtsService } from './debts.service';
import { EarningsController } from './earnings.controller';
import { EarningsService } from './earnings.service';
import { EconomyMetrics } from './economy.metrics';
import { EconomyService } from './economy.service';
import { ForgetInventory } from './forget-inventory';
import { FulfilmentsRepository } from './fulfilments.repository';
import { FundsController } from './funds.controller';
import { FundsService } from './funds.service';
import { HoldingsReader } from './holdings-reader.service';
import { JournalWriter } from './journal-writer.service';
import { OrderFacts } from './order-facts.service';
import { PurchaseCountsRepository } from './purchase-counts.repository';
import { PurchasesController } from './purchases.controller';
import { ReservationsRepository } from './reservations.repository';
import { RareWrites } from './rare-writes.service';

@Module({
  imports: [WalletsModule, ProductsModule, TransactionsModule, RewardsModule, InventoryModule],
  controllers: [PurchasesController, FundsController, EarningsController, BatchesController, DebtsController],
  providers: [
    EconomyService,
    EconomyMetrics,
    FundsService,
    EarningsService,
    BatchesService,
    BatchService,
    HoldingsReader,
    JournalWriter,
    RareWrites,
    OrderFacts,
    FulfilmentsRepository,
    PurchaseCountsRepository,
    ReservationsRepository,
    DebtsService,
    ForgetInventory,
  ],
  exports: [EconomyService],
})
export class EconomyModule {}
