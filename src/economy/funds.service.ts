import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';
import { Forbidden } from '../platform/security/security.errors';
import { TopUpTooLarge } from '../wallets/wallets.errors';
import { partiesOf } from './acting-for';
import { EconomyService } from './economy.service';
import type { Accepted } from './receipt';

@Injectable()
export class FundsService {
  constructor(
    private readonly economy: EconomyService,
    private readonly config: Config,
  ) {}

  /**
   * Credits an account from outside the economy. Nobody does it for themselves, but in a demonstration.
   *
   * @throws Forbidden, TopUpTooLarge and what the rule refuses with
   */
  topUp(
    actor: Actor,
    userId: string,
    currency: string,
    amount: number,
    idempotency: IdempotentRequest,
  ): Promise<Accepted> {
    const trusted = actor.role === 'service' || (actor.role === 'admin' && actor.id !== userId);
    if (!trusted && !this.config.demo) throw new Forbidden();
    if (amount > this.config.maxTopUp) throw new TopUpTooLarge(this.config.maxTopUp);
    return this.economy.submit({ kind: 'add_funds', ...partiesOf(actor, userId), currency, amount, idempotency });
  }
}
