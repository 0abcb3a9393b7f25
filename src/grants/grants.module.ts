import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EconomyModule } from '../economy/economy.module';
import { ProductsModule } from '../products/products.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { WalletsModule } from '../wallets/wallets.module';
import { GrantApprovals } from './grant-approvals.service';
import { GrantApprovalsController } from './grant-approvals.controller';
import { GrantBudget } from './grant-budget.entity';
import { GrantBudgetsController } from './grant-budgets.controller';
import { GrantBudgetsRepository } from './grant-budgets.repository';
import { GrantBudgetsService } from './grant-budgets.service';
import { GrantJournal } from './grant-journal.service';
import { GrantMover } from './grant-mover.service';
import { GrantRequests } from './grant-requests.service';
import { GrantSpending } from './grant-spending.entity';
import { Grant } from './grant.entity';
import { GrantsController } from './grants.controller';
import { GrantsRepository } from './grants.repository';
import { GrantsService } from './grants.service';
import { StandingQuery } from './standing.query';
import { StandingReader } from './standing-reader.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([Grant, GrantSpending, GrantBudget]),
    WalletsModule,
    ProductsModule,
    TransactionsModule,
    EconomyModule,
  ],
  controllers: [GrantsController, GrantApprovalsController, GrantBudgetsController],
  providers: [
    GrantsService,
    GrantsRepository,
    GrantRequests,
    GrantApprovals,
    GrantMover,
    GrantJournal,
    GrantBudgetsService,
    GrantBudgetsRepository,
    StandingReader,
    StandingQuery,
  ],
  exports: [GrantsService, GrantRequests],
})
export class GrantsModule {}
