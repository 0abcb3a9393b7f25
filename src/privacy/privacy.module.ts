import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { GrantsModule } from '../grants/grants.module';
import { InventoryModule } from '../inventory/inventory.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { UsersModule } from '../users/users.module';
import { WalletsModule } from '../wallets/wallets.module';
import { ConfirmationsService } from './confirmations.service';
import { ErasureAccounts } from './erasure-accounts.service';
import { ErasuresService } from './erasures.service';
import { ExportsService } from './exports.service';
import { HeldDataService } from './held-data.service';
import { HeldRowsQuery } from './held-rows.query';
import { PersonalDataService } from './personal-data.service';
import { PrivacyController } from './privacy.controller';

const erasing = [ErasuresService, ErasureAccounts, ConfirmationsService, PersonalDataService];
const exporting = [ExportsService, HeldDataService, HeldRowsQuery];

@Module({
  imports: [WalletsModule, TransactionsModule, UsersModule, InventoryModule, AuthModule, GrantsModule],
  controllers: [PrivacyController],
  providers: [...erasing, ...exporting],
})
export class PrivacyModule {}
