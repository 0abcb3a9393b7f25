import { Injectable } from '@nestjs/common';
import { AuthService } from '../auth/auth.service';
import { EconomyService } from '../economy/economy.service';
import { asOf } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { inTurn } from '../platform/database/schema-lock';
import { ProductsService } from '../products/products.service';
import { RewardsService } from '../rewards/rewards.service';
import { UsersService } from '../users/users.service';
import { DEFAULT_CURRENCY } from '../wallets/wallets.service';
import { CATALOGUE } from './catalogue';
import { type DemoAccounts, demoAccounts, keepDemoAccounts } from './demo-accounts';
import { DemonstrationHistory } from './history/history.service';
import { POCKET_MONEY } from './history/own-life';
import { REWARD_RULES } from './reward-rules';

/** Fills an empty database through the same services as everybody else uses. */
@Injectable()
export class DemonstrationService {
  constructor(
    private readonly config: Config,
    private readonly products: ProductsService,
    private readonly users: UsersService,
    private readonly auth: AuthService,
    private readonly economy: EconomyService,
    private readonly rewards: RewardsService,
    private readonly history: DemonstrationHistory,
  ) {}

  /**
   * Brings about the demonstration, also what an interrupted start left out. Null when the database holds something
   * else, or when the accounts there have another password than ours. Processes that start together take turns.
   */
  seedIfEmpty(): Promise<DemoAccounts | null> {
    return inTurn(this.config, 'florin demonstration', () => this.seed());
  }

  private async seed(): Promise<DemoAccounts | null> {
    const accounts = await demoAccounts(this.config);
    if (await this.isSomebodysOwn()) return null;
    await keepDemoAccounts(this.config, accounts);
    const past = await this.history.begin();
    await this.completeCatalogue();
    await this.completeRewardRules();
    if (past !== null) {
      await asOf(this.history.beginningOf(past), () => this.enrolBoth(accounts));
      await this.history.tellOwn(accounts.player, past);
    }
    const playerId = await this.enrolBoth(accounts);
    // Somebody who took the name before the demonstration was switched on has another password.
    if (!(await this.auth.isPassword(accounts.player, accounts.password))) return null;
    if (past === null) await this.payPocketMoney(playerId);
    return accounts;
  }

  /** Products were added that the demonstration does not know, and none of its own is there. */
  private async isSomebodysOwn(): Promise<boolean> {
    const known = new Set(CATALOGUE.map(({ id }) => id));
    const some = await this.products.list({}, CATALOGUE.length, undefined, []);
    return some.length > 0 && !some.some(({ id }) => known.has(id));
  }

  private async completeCatalogue(): Promise<void> {
    const there = new Set((await this.products.findAll(CATALOGUE.map(({ id }) => id))).map(({ id }) => id));
    for (const product of CATALOGUE) if (!there.has(product.id)) await this.products.create(product);
  }

  private async completeRewardRules(): Promise<void> {
    for (const rule of REWARD_RULES) if (!(await this.rewards.knows(rule.reason))) await this.rewards.create(rule);
  }

  /** @returns the id of the player */
  private async enrolBoth({ admin, player, password }: DemoAccounts): Promise<string> {
    await this.enrol(admin, password, 'admin');
    return this.enrol(player, password, 'player');
  }

  private async enrol(username: string, password: string, role: 'player' | 'admin'): Promise<string> {
    const known = await this.users.findByLogin(username);
    if (known !== null) return known.id;
    return (await this.auth.enrol({ username, email: `${username}@example.com`, password }, role)).id;
  }

  private async payPocketMoney(userId: string): Promise<void> {
    await this.economy.submit({
      kind: 'add_funds',
      userId,
      actorId: userId,
      currency: DEFAULT_CURRENCY,
      amount: POCKET_MONEY,
      idempotency: { key: 'demonstration', fingerprint: 'pocket money' },
    });
  }
}
