import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LateOrders } from './late-orders.service';
import { OrderLine } from './order-line.entity';
import { OrderViews } from './order-views.service';
import { Order } from './order.entity';
import { OrdersController } from './orders.controller';
import { OrdersRepository } from './orders.repository';
import { OrdersService } from './orders.service';
import { PurchaseHistoryController } from './purchase-history.controller';
import { PurchaseHistoryQuery } from './purchase-history.query';
import { RefundedQuery } from './refunded.query';

@Module({
  imports: [TypeOrmModule.forFeature([Order, OrderLine])],
  controllers: [OrdersController, PurchaseHistoryController],
  providers: [OrdersService, OrderViews, RefundedQuery, OrdersRepository, LateOrders, PurchaseHistoryQuery],
  exports: [OrdersService, OrderViews, LateOrders],
})
export class OrdersModule {}
