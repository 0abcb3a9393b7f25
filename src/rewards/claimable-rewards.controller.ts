import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { nowMs } from '../platform/clock/clock';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { CurrentUser, Roles } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { ClaimableReward, claimableReward } from './claimable-reward.view';
import { ClaimableRewardsQuery } from './claimable-rewards.query';
import { ClaimableRewardsDto } from './dto/claimable-rewards.query.dto';

@ApiTags('rewards')
@ApiBearerAuth()
@Controller('rewards')
export class ClaimableRewardsController {
  constructor(private readonly rewards: ClaimableRewardsQuery) {}

  @Get()
  @Roles('player', 'support', 'finance', 'admin')
  @ApiOperation({
    summary: 'What one may be paid for, and when next',
    description:
      'As the caps and cooldowns of the rules have it; a wallet that is full refuses a payment all the same.',
    operationId: 'listRewards',
  })
  @ApiPage(ClaimableReward)
  @ApiErrors('auth.forbidden')
  async list(
    @CurrentUser() { id: userId }: Principal,
    @Query() { reason, limit, cursor }: ClaimableRewardsDto,
  ): Promise<Page<ClaimableReward>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const rules = await this.rewards.findPage({ userId, reason }, limit + 1, before);
    const atMs = nowMs();
    const shown = rules.slice(0, limit);
    return {
      items: shown.map((rule) => claimableReward(rule, rule.claim, atMs)),
      nextCursor: rules.length > limit ? encodeCursor([shown[limit - 1].id]) : null,
    };
  }
}
