import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { RewardClaim } from './reward-claim.entity';
import { RewardRule } from './reward-rule.entity';

export interface ClaimableFilter {
  userId: string;
  /** In any case. */
  reason?: string;
}

/** A rule that pays, with what the player was paid by it. */
export type RuleWithClaim = RewardRule & { claim: RewardClaim | null };

/** The rules by which players are paid: those that are switched on, in a currency that is. */
@Injectable()
export class ClaimableRewardsQuery {
  constructor(@InjectRepository(RewardRule) private readonly rules: Repository<RewardRule>) {}

  /** Newest first, those before `before` (an id). One statement. */
  async findPage({ userId, reason }: ClaimableFilter, limit: number, before?: string): Promise<RuleWithClaim[]> {
    const query = this.rules
      .createQueryBuilder('r')
      .leftJoinAndMapOne('r.claim', RewardClaim, 'c', 'c.ruleId = r.id and c.userId = :userId', { userId })
      .where('r.isActive and exists (select from currencies where code = r.currency and is_active)');
    if (reason !== undefined) query.andWhere('r.reasonKey = :reason', { reason: reason.toLowerCase() });
    if (before !== undefined) query.andWhere('r.id < :before', { before });
    return (await query.orderBy('r.id', 'DESC').limit(limit).getMany()) as RuleWithClaim[];
  }
}
