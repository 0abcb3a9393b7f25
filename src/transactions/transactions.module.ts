import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Account } from './account.entity';
import { AccountsRepository } from './accounts.repository';
import { AccountsService } from './accounts.service';
import { LedgerEntry } from './ledger-entry.entity';
import { Transaction } from './transaction.entity';
import { TransactionsController } from './transactions.controller';
import { TransactionsRepository } from './transactions.repository';
import { TransactionsService } from './transactions.service';

@Module({
  imports: [TypeOrmModule.forFeature([Transaction, LedgerEntry, Account])],
  controllers: [TransactionsController],
  providers: [TransactionsRepository, TransactionsService, AccountsRepository, AccountsService],
  exports: [TransactionsService, AccountsService],
})
export class TransactionsModule {}
