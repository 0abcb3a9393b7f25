import { ApiProperty } from '@nestjs/swagger';
import type { RewardRule } from './reward-rule.entity';

const integer = { type: 'integer', format: 'int64' } as const;
const optional = { ...integer, nullable: true } as const;

/** A reward rule as staff see it. Amounts are in smallest units of its currency; null means no bound. */
export class RewardRuleView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'daily_login' })
  reason: string;

  @ApiProperty({ example: 'COIN' })
  currency: string;

  @ApiProperty({ ...optional, example: 500, description: 'Paid each time; null where `maxAmount` is set.' })
  amount: number | null;

  @ApiProperty({ ...optional, example: null, description: 'The most that may be asked for at once.' })
  maxAmount: number | null;

  @ApiProperty({ ...optional, example: null, description: 'The most for one player in a UTC calendar day.' })
  dailyAmount: number | null;

  @ApiProperty({ ...optional, example: 1, description: 'How often one player is paid in a UTC calendar day.' })
  dailyTimes: number | null;

  @ApiProperty({ ...optional, example: null, description: 'The most for one player, for ever.' })
  totalAmount: number | null;

  @ApiProperty({ ...optional, example: null, description: 'How often one player is paid, for ever.' })
  totalTimes: number | null;

  @ApiProperty({ ...optional, example: null, description: 'Seconds from one payment to the next.' })
  cooldownSeconds: number | null;

  @ApiProperty()
  isActive: boolean;

  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export function rewardRuleView(rule: RewardRule): RewardRuleView {
  const { id, reason, currency, amount, maxAmount, dailyAmount, dailyTimes, totalAmount, totalTimes } = rule;
  return {
    id,
    reason,
    currency,
    amount,
    maxAmount,
    dailyAmount,
    dailyTimes,
    totalAmount,
    totalTimes,
    cooldownSeconds: rule.cooldownSeconds,
    isActive: rule.isActive,
    version: rule.version,
    createdAt: rule.createdAt.toISOString(),
    updatedAt: rule.updatedAt.toISOString(),
  };
}
