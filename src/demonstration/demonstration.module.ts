import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { EconomyModule } from '../economy/economy.module';
import { ProductsModule } from '../products/products.module';
import { RewardsModule } from '../rewards/rewards.module';
import { UsersModule } from '../users/users.module';
import { DemonstrationService } from './demonstration.service';

@Module({
  imports: [ProductsModule, UsersModule, RewardsModule, AuthModule, EconomyModule],
  providers: [DemonstrationService],
  exports: [DemonstrationService],
})
export class DemonstrationModule {}
