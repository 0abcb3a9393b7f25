import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WalletsModule } from '../wallets/wallets.module';
import { ClaimableRewardsController } from './claimable-rewards.controller';
import { ClaimableRewardsQuery } from './claimable-rewards.query';
import { RewardClaim } from './reward-claim.entity';
import { RewardRule } from './reward-rule.entity';
import { RewardsController } from './rewards.controller';
import { RewardsRepository } from './rewards.repository';
import { RewardsService } from './rewards.service';

@Module({
  imports: [TypeOrmModule.forFeature([RewardRule, RewardClaim]), WalletsModule],
  controllers: [RewardsController, ClaimableRewardsController],
  providers: [RewardsRepository, RewardsService, ClaimableRewardsQuery],
  exports: [RewardsService],
})
export class RewardsModule {}
