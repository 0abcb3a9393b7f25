import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrenciesController } from './currencies.controller';
import { CurrenciesRepository } from './currencies.repository';
import { CurrenciesService } from './currencies.service';
import { Currency } from './currency.entity';
import { Wallet } from './wallet.entity';
import { WalletsRepository } from './wallets.repository';
import { WalletsService } from './wallets.service';

@Module({
  imports: [TypeOrmModule.forFeature([Wallet, Currency])],
  controllers: [CurrenciesController],
  providers: [WalletsRepository, WalletsService, CurrenciesRepository, CurrenciesService],
  exports: [WalletsService],
})
export class WalletsModule {}
