import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Account } from './account.entity';
import { AccountsRepository } from './accounts.repository';
import { AccountsService } from './accounts.service';
import { LedgerEntry } from './ledger-entry.entity';
import { LedgerController } from './ledger.controller';
import { LedgerQuery } from './ledger.query';
import { LedgerService } from './ledger.service';
import { Transaction } from './transaction.entity';
import { TransactionsController } from './transactions.controller';
import { TransactionsRepository } from './transactions.repository';
import { TransactionsService } from './transactions.service';

@Module({
  imports: [TypeOrmModule.forFeature([Transaction, LedgerEntry, Account])],
  controllers: [TransactionsController, LedgerController],
  providers: [
    TransactionsRepository,
    TransactionsService,
    LedgerQuery,
    LedgerService,
    AccountsRepository,
    AccountsService,
  ],
  exports: [TransactionsService, LedgerService, AccountsService],
})
export class TransactionsModule {}
