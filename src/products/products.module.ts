import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WalletsModule } from '../wallets/wallets.module';
import { Price } from './price.entity';
import { ItemsController } from './items.controller';
import { ProductContent } from './product-content.entity';
import { ProductStock } from './product-stock.entity';
import { Product } from './product.entity';
import { ProductsController } from './products.controller';
import { ProductsRepository } from './products.repository';
import { StockRepository } from './stock.repository';
import { ProductsService } from './products.service';

@Module({
  imports: [TypeOrmModule.forFeature([Product, Price, ProductContent, ProductStock]), WalletsModule],
  controllers: [ProductsController, ItemsController],
  providers: [ProductsRepository, StockRepository, ProductsService],
  exports: [ProductsService],
})
export class ProductsModule {}
