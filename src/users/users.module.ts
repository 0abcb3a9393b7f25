import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TransactionsModule } from '../transactions/transactions.module';
import { WalletsModule } from '../wallets/wallets.module';
import { BalancesController } from './balances.controller';
import { User } from './user.entity';
import { UsersController } from './users.controller';
import { UsersRepository } from './users.repository';
import { UsersService } from './users.service';

@Module({
  imports: [TypeOrmModule.forFeature([User]), WalletsModule, TransactionsModule],
  controllers: [UsersController, BalancesController],
  providers: [UsersRepository, UsersService],
  exports: [UsersService],
})
export class UsersModule {}
