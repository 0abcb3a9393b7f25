import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LateOrders } from './late-orders.service';
import { OrderLine } from './order-line.entity';
import { Order } from './order.entity';
import { OrdersController } from './orders.controller';
import { OrdersRepository } from './orders.repository';
import { OrdersService } from './orders.service';
import { PurchaseHistoryController } from './purchase-history.controller';
import { PurchaseHistoryQuery } from './purchase-history.query';

@Module({
  imports: [TypeOrmModule.forFeature([Order, OrderLine])],
  controllers: [OrdersController, PurchaseHistoryController],
  providers: [OrdersService, OrdersRepository, LateOrders, PurchaseHistoryQuery],
  exports: [OrdersService, LateOrders],
})
export class OrdersModule {}
