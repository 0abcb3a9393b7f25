import { IdempotencyKeyReused } from '../platform/idempotency/idempotency.errors';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { StoredAnswer } from '../platform/idempotency/idempotency.service';
import { type Role, STAFF } from '../platform/security/principal';
import { Forbidden } from '../platform/security/security.errors';
import { AccountBlocked } from '../transactions/transactions.errors';
import type { Accepted } from '../economy/receipt';
import type { LockedAccount } from '../transactions/accounts.repository';
import { AccountNotFound } from '../transactions/transactions.errors';
import { type AssetName, anyLike } from './asset-name';
import type { BudgetFacts, RoleFacts } from './standing.query';

/** One row of the joined read: null where nothing was found. */
export interface StandingFacts {
  roles: RoleFacts[] | null;
  budgets: BudgetFacts[] | null;
  spent: number | null;
  answers: StoredAnswer[] | null;
}

/** How those stand whom a grant concerns: the player, and the staff who ask or decide. Their accounts are locked. */
export class Standing {
  private readonly accounts: ReadonlyMap<string, LockedAccount>;
  private readonly roles: ReadonlyMap<string, Role>;

  /**
   * @param day the UTC day, `YYYY-MM-DD`, that the budget counts for
   * @param ceiling what counts of a budget, at most
   */
  constructor(
    readonly day: string,
    accounts: readonly LockedAccount[],
    private readonly asset: AssetName,
    private readonly ceiling: number,
    private readonly facts: StandingFacts,
  ) {
    this.accounts = new Map(accounts.map((account) => [account.userId, account]));
    this.roles = new Map(facts.roles ?? []);
  }

  /** @throws AccountNotFound */
  requirePlayer(userId: string): void {
    if (!this.accounts.has(userId)) throw new AccountNotFound();
  }

  /**
   * The role that somebody has now, which their token may not know yet.
   *
   * @throws AccountBlocked, Forbidden
   */
  requireRole(userId: string, allowed: readonly Role[]): Role {
    const role = this.roles.get(userId);
    if (role === undefined || !allowed.includes(role)) throw new Forbidden();
    if (this.accounts.get(userId)?.status !== 'active') throw new AccountBlocked();
    return role;
  }

  isOnStaff(userId: string): boolean {
    const role = this.roles.get(userId);
    return role !== undefined && STAFF.includes(role) && this.accounts.get(userId)?.status === 'active';
  }

  /** What is left today of the budget of this role, which is that of the member of staff who asks. */
  budgetLeft(role: Role): number {
    const named = (asset: AssetName) => this.facts.budgets?.find(([of, what]) => of === role && what === asset)?.[2];
    const budget = named(this.asset) ?? named(anyLike(this.asset)) ?? 0;
    return Math.min(budget, this.ceiling) - (this.facts.spent ?? 0);
  }

  /**
   * What the same request was answered before; null for a new one.
   *
   * @throws IdempotencyKeyReused
   */
  earlierAnswer(idempotency: IdempotentRequest | undefined): Accepted | null {
    const [answer] = this.facts.answers ?? [];
    if (idempotency === undefined || answer === undefined) return null;
    const [, , , fingerprint, status, body] = answer;
    if (fingerprint !== idempotency.fingerprint) throw new IdempotencyKeyReused();
    return { accepted: true, status, body, replayed: true };
  }
}
