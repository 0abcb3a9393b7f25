import { Module, type OnModuleInit } from '@nestjs/common';
import { HealthDetails } from '../platform/health/health-details';
import { HealthModule } from '../platform/health/health.module';
import { ProductsModule } from '../products/products.module';
import { AmbassadorDeletions } from './ambassador-deletions';
import { AmbassadorClient } from './ambassador.client';
import { CartedQuery } from './carted.query';
import { SellablesSweep } from './sellables-sweep';
import { SellablesService } from './sellables.service';

/** Goods that others own. */
@Module({
  imports: [ProductsModule, HealthModule],
  providers: [AmbassadorClient, SellablesService, CartedQuery, SellablesSweep, AmbassadorDeletions],
  exports: [SellablesService],
})
export class SellablesModule implements OnModuleInit {
  constructor(
    private readonly health: HealthDetails,
    private readonly ambassadors: AmbassadorClient,
  ) {}

  onModuleInit(): void {
    if (this.ambassadors.isOn) this.health.register('ambassadors', () => this.ambassadors.isServing());
  }
}
