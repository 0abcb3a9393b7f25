import { ApiProperty } from '@nestjs/swagger';
import { nextClaim } from './next-claim';
import type { RewardClaim } from './reward-claim.entity';
import type { RewardRule } from './reward-rule.entity';

const amount = { type: 'integer', format: 'int64', nullable: true } as const;

/** What a player may ask for at `POST /earn`, and when. Amounts are in smallest units of the currency. */
export class ClaimableReward {
  @ApiProperty({ example: 'daily_login', description: 'What `POST /earn` is asked with.' })
  reason: string;

  @ApiProperty({ example: 'COIN' })
  currency: string;

  @ApiProperty({ ...amount, example: 500, description: 'Paid each time; null where the player names an amount.' })
  amount: number | null;

  @ApiProperty({
    ...amount,
    example: null,
    description: 'The most that may be asked for next; null where it is fixed.',
  })
  maxAmount: number | null;

  @ApiProperty({ description: 'Whether it may be claimed now.' })
  isClaimable: boolean;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'From when it may be claimed. Null where that is now, and where it is never again.',
  })
  claimableAt: string | null;
}

export function claimableReward(rule: RewardRule, claim: RewardClaim | null, nowMs: number): ClaimableReward {
  const { reason, currency } = rule;
  const next = nextClaim(rule, claim, nowMs);
  const isClaimable = next !== null && next.atMs <= nowMs;
  return {
    reason,
    currency,
    amount: rule.amount,
    maxAmount: rule.maxAmount === null ? null : (next?.most ?? 0),
    isClaimable,
    claimableAt: isClaimable || next === null ? null : new Date(next.atMs).toISOString(),
  };
}
