import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { violatedConstraint } from '../platform/database/database-errors';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import type { RewardClaim } from './reward-claim.entity';
import { RewardRule } from './reward-rule.entity';
import { RewardReasonTaken } from './rewards.errors';

/** A claim as it is written: times are ISO 8601 text. */
export type RewardClaimRow = Omit<RewardClaim, 'lastAt'> & { lastAt: string };

@Injectable()
export class RewardsRepository {
  constructor(@InjectRepository(RewardRule) private readonly rules: Repository<RewardRule>) {}

  /** Newest first, those before `before` (an id). */
  findPage(limit: number, before?: string): Promise<RewardRule[]> {
    const query = this.rules.createQueryBuilder('r');
    if (before !== undefined) query.where('r.id < :before', { before });
    return query.orderBy('r.id', 'DESC').limit(limit).getMany();
  }

  findByReason(reason: string): Promise<RewardRule | null> {
    return this.rules.findOneBy({ reasonKey: reason.toLowerCase() });
  }

  lock(tx: Tx, id: string): Promise<RewardRule | null> {
    return tx.getRepository(RewardRule).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /**
   * Inserts the rule, or changes the one with its id, and fills in what the database decides.
   *
   * @throws RewardReasonTaken
   */
  async save(tx: Tx, rule: RewardRule): Promise<void> {
    try {
      await tx.getRepository(RewardRule).save(rule);
    } catch (error) {
      throw violatedConstraint(error) === 'reward_rules_reason_key_key' ? new RewardReasonTaken(rule.reason) : error;
    }
  }

  /** The rules of these reasons, as `RewardRuleFacts`. */
  rulesPart(reasons: readonly string[]): StatementPart {
    return {
      name: 'rewardRules',
      sql: `
        select json_agg(json_build_array(r.reason, r.id, r.currency, r.amount, r.max_amount, r.daily_amount,
          r.daily_times, r.total_amount, r.total_times, r.cooldown_seconds, r.is_active))
        from unnest($1::text[]) as named(reason_key)
        cross join lateral (select * from reward_rules where reason_key = named.reason_key offset 0) r`,
      params: [[...new Set(reasons.map((reason) => reason.toLowerCase()))]],
    };
  }

  /** What these players were paid for these reasons so far, as `RewardClaimFacts`. */
  claimsPart(named: readonly { userId: string; reason: string }[]): StatementPart {
    return {
      name: 'rewardClaims',
      sql: `
        select json_agg(json_build_array(c.user_id, c.rule_id, c.day, c.day_amount, c.day_times, c.total_amount,
          c.total_times, c.last_at))
        from unnest($1::uuid[], $2::text[]) as named(user_id, reason_key)
        cross join lateral (select id from reward_rules where reason_key = named.reason_key offset 0) r
        cross join lateral (
          select * from reward_claims where user_id = named.user_id and rule_id = r.id offset 0) c`,
      params: [named.map(({ userId }) => userId), named.map(({ reason }) => reason.toLowerCase())],
    };
  }

  claimsWritePart(rows: readonly RewardClaimRow[]): StatementPart {
    return {
      name: 'rewardClaims',
      sql: `
        insert into reward_claims (user_id, rule_id, day, day_amount, day_times, total_amount, total_times, last_at)
        select * from unnest($1::uuid[], $2::uuid[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
          $8::timestamptz[])
        on conflict (user_id, rule_id) do update set day = excluded.day, day_amount = excluded.day_amount,
          day_times = excluded.day_times, total_amount = excluded.total_amount, total_times = excluded.total_times,
          last_at = excluded.last_at`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.ruleId),
        rows.map((row) => row.day),
        rows.map((row) => row.dayAmount),
        rows.map((row) => row.dayTimes),
        rows.map((row) => row.totalAmount),
        rows.map((row) => row.totalTimes),
        rows.map((row) => row.lastAt),
      ],
    };
  }
}
