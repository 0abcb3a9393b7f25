import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module';
import { ProductsModule } from '../products/products.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { WalletsModule } from '../wallets/wallets.module';
import { BatchService } from './batch.service';
import { EconomyMetrics } from './economy.metrics';
import { EconomyService } from './economy.service';
import { ForgetInventory } from './forget-inventory';
import { FundsController } from './funds.controller';
import { FundsService } from './funds.service';
import { HoldingsReader } from './holdings-reader.service';
import { JournalWriter } from './journal-writer.service';
import { PurchasesController } from './purchases.controller';

@Module({
  imports: [WalletsModule, ProductsModule, TransactionsModule, InventoryModule],
  controllers: [PurchasesController, FundsController],
  providers: [
    EconomyService,
    EconomyMetrics,
    FundsService,
    BatchService,
    HoldingsReader,
    JournalWriter,
    ForgetInventory,
  ],
  exports: [EconomyService],
})
export class EconomyModule {}
