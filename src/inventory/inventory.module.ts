import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TransactionsModule } from '../transactions/transactions.module';
import { InventoryCacheCron } from './inventory-cache.cron';
import { InventoryItem } from './inventory-item.entity';
import { InventoryCache } from './inventory.cache';
import { InventoryController } from './inventory.controller';
import { InventoryRepository } from './inventory.repository';
import { InventoryService } from './inventory.service';

@Module({
  imports: [ScheduleModule.forRoot(), TypeOrmModule.forFeature([InventoryItem]), TransactionsModule],
  controllers: [InventoryController],
  providers: [InventoryRepository, InventoryService, InventoryCache, InventoryCacheCron],
  exports: [InventoryService, InventoryCache],
})
export class InventoryModule {}
