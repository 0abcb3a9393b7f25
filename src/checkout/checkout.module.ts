import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EconomyModule } from '../economy/economy.module';
import { InventoryModule } from '../inventory/inventory.module';
import { OrdersModule } from '../orders/orders.module';
import { PaymentsModule } from '../payments/payments.module';
import { ProductsModule } from '../products/products.module';
import { SellablesModule } from '../sellables/sellables.module';
import { TransactionsModule } from '../transactions/transactions.module';
import { WalletsModule } from '../wallets/wallets.module';
import { CartController } from './cart.controller';
import { CartLine } from './cart-line.entity';
import { Cart } from './cart.entity';
import { CartsRepository } from './carts.repository';
import { CartsService } from './carts.service';
import { CheckoutAnswers } from './checkout-answers.service';
import { CheckoutController } from './checkout.controller';
import { CheckoutService } from './checkout.service';
import { DropDeletedAmbassadors } from './drop-deleted-ambassadors';
import { OffersService } from './offers.service';
import { OrderedQuery } from './ordered.query';
import { OrderPlacing } from './order-placing.service';
import { TakenQuery } from './taken.query';

/** From what players mean to buy to what they ordered. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Cart, CartLine]),
    WalletsModule,
    ProductsModule,
    TransactionsModule,
    SellablesModule,
    InventoryModule,
    OrdersModule,
    EconomyModule,
    PaymentsModule,
  ],
  controllers: [CartController, CheckoutController],
  providers: [
    CartsService,
    CartsRepository,
    OffersService,
    TakenQuery,
    OrderedQuery,
    CheckoutService,
    CheckoutAnswers,
    OrderPlacing,
    DropDeletedAmbassadors,
  ],
  exports: [CartsService, CheckoutService],
})
export class CheckoutModule {}
