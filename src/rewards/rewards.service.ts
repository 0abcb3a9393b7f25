import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { newId } from '../platform/database/new-id';
import { joinReads, type StatementPart } from '../platform/database/statement';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { UnknownCurrency } from '../wallets/wallets.errors';
import { type CurrencyFacts, WalletsService } from '../wallets/wallets.service';
import { NO_BOUNDS, type RewardTerms, withTerms } from './reward-terms';
import { RewardRule } from './reward-rule.entity';
import { type RewardRuleView, rewardRuleView } from './reward-rule.view';
import { RewardRuleNotFound, RewardRuleVersionMismatch } from './rewards.errors';
import { type RewardClaimRow, RewardsRepository } from './rewards.repository';

export type { RewardClaimRow };

/** A rule that is to be. Exactly one of `amount` and `maxAmount`; what is left out has no bound. */
export interface RewardRuleDraft extends Partial<RewardTerms> {
  id?: string;
  reason: string;
  currency: string;
}

export type RewardRuleFacts = [
  reason: string,
  ruleId: string,
  currency: string,
  amount: number | null,
  maxAmount: number | null,
  dailyAmount: number | null,
  dailyTimes: number | null,
  totalAmount: number | null,
  totalTimes: number | null,
  cooldownSeconds: number | null,
  isActive: boolean,
];

export type RewardClaimFacts = [
  userId: string,
  ruleId: string,
  /** `YYYY-MM-DD`, UTC. */
  day: string,
  dayAmount: number,
  dayTimes: number,
  totalAmount: number,
  totalTimes: number,
  /** ISO 8601. */
  lastAt: string,
];

@Injectable()
export class RewardsService {
  constructor(
    private readonly repository: RewardsRepository,
    private readonly wallets: WalletsService,
    private readonly audit: AuditService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Newest first; `before` is the id of the last rule of the page before. */
  async list(limit: number, before?: string): Promise<RewardRuleView[]> {
    return (await this.repository.findPage(limit, before)).map(rewardRuleView);
  }

  /** Whether there is a rule for this reason, switched on or not. */
  async knows(reason: string): Promise<boolean> {
    return (await this.repository.findByReason(reason)) !== null;
  }

  /**
   * @param actor absent where no person makes it: the demonstration
   * @throws RewardReasonTaken, RewardAmountAmbiguous, RewardRuleUncapped, UnknownCurrency
   */
  async create({ id = newId(), reason, currency, ...terms }: RewardRuleDraft, actor?: Actor): Promise<RewardRuleView> {
    const named = { id, reason, reasonKey: reason.toLowerCase(), currency, version: 1 };
    const rule = Object.assign(new RewardRule(), named, withTerms(NO_BOUNDS, terms));
    return this.unitOfWork.run(async (tx) => {
      await this.requireVirtual(tx, currency);
      await this.repository.save(tx, rule);
      const after = rewardRuleView(rule);
      if (actor !== undefined) {
        await this.audit.record(tx, { actor, action: 'reward_rule.created', target: `reward-rule:${rule.id}`, after });
      }
      return after;
    });
  }

  /**
   * Changes what is given. What players were paid before goes on counting.
   *
   * @throws RewardRuleNotFound, RewardAmountAmbiguous, RewardRuleUncapped
   * @throws RewardRuleVersionMismatch when none of `expectedVersions` is the one that stands: somebody else was faster
   */
  change(
    id: string,
    changes: Partial<RewardTerms>,
    actor: Actor,
    expectedVersions?: readonly number[],
  ): Promise<RewardRuleView> {
    return this.unitOfWork.run(async (tx) => {
      const rule = await this.lockVersion(tx, id, expectedVersions);
      const before = rewardRuleView(rule);
      Object.assign(rule, withTerms(rule, changes), { version: rule.version + 1 });
      await this.repository.save(tx, rule);
      const after = rewardRuleView(rule);
      const target = `reward-rule:${id}`;
      await this.audit.record(tx, { actor, action: 'reward_rule.changed', target, before, after });
      return after;
    });
  }

  /** The rules of these reasons, as `RewardRuleFacts`. */
  rulesPart(reasons: readonly string[]): StatementPart {
    return this.repository.rulesPart(reasons);
  }

  /** What these players were paid for these reasons so far, as `RewardClaimFacts`. */
  claimsPart(named: readonly { userId: string; reason: string }[]): StatementPart {
    return this.repository.claimsPart(named);
  }

  claimsWritePart(rows: readonly RewardClaimRow[]): StatementPart {
    return this.repository.claimsWritePart(rows);
  }

  /** Players are paid in no real money. */
  private async requireVirtual(tx: Tx, currency: string): Promise<void> {
    const [{ currencies }] = await tx.send<{ currencies: CurrencyFacts[] | null }>(
      joinReads([this.wallets.currenciesPart([currency])]),
    );
    const [, kind] = currencies?.[0] ?? [];
    if (kind !== 'virtual') throw new UnknownCurrency(currency);
  }

  private async lockVersion(tx: Tx, id: string, expectedVersions: readonly number[] | undefined): Promise<RewardRule> {
    const rule = await this.repository.lock(tx, id);
    if (rule === null) throw new RewardRuleNotFound();
    if (expectedVersions?.includes(rule.version) === false) throw new RewardRuleVersionMismatch(rule.version);
    return rule;
  }
}
