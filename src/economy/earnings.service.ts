import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { InvalidRequest } from '../platform/errors/platform.errors';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';
import { DEFAULT_CURRENCY } from '../wallets/wallets.service';
import { partiesOf } from './acting-for';
import type { Earn } from './command';
import type { EarnDto } from './dto/earn.dto';
import { RewardReasonInvalid, RewardTooLarge } from './economy.errors';
import { EconomyService } from './economy.service';
import type { Accepted } from './receipt';

/**
 * What a service may give as a reason. It stays in the ledger for ever, where what somebody writes about a person could
 * not be erased, and each one is an account of its own.
 */
const REASON_OF_SERVICE = /^[a-z][a-z0-9_.-]{0,63}$/;

@Injectable()
export class EarningsService {
  constructor(
    private readonly economy: EconomyService,
    private readonly config: Config,
  ) {}

  /**
   * Pays a player: by the reward rule of the reason, or what a service names, up to `MAX_EARN`.
   *
   * @throws AccountNotFound, InvalidRequest, RewardReasonInvalid, RewardTooLarge and what the rule refuses with
   */
  earn(actor: Actor, earning: EarnDto, idempotency: IdempotentRequest | undefined): Promise<Accepted> {
    return this.economy.submit({
      ...this.terms(actor, earning),
      ...partiesOf(actor, earning.userId),
      idempotency,
    });
  }

  /** What is asked for, once it is clear that this actor may ask for it. */
  terms(
    { role }: Actor,
    { reason, amount, currency }: Omit<EarnDto, 'userId'>,
  ): Pick<Earn, 'kind' | 'reason' | 'amount' | 'currency'> {
    if (role !== 'service') {
      if (currency !== undefined) throw invalid('currency', 'is for services; the reward rule names it');
      return { kind: 'earn', reason, amount };
    }
    if (!REASON_OF_SERVICE.test(reason)) throw new RewardReasonInvalid();
    if (amount === undefined) throw invalid('amount', 'must be given by a service');
    if (amount > this.config.maxEarn) throw new RewardTooLarge(this.config.maxEarn);
    return { kind: 'earn', reason, amount, currency: currency ?? DEFAULT_CURRENCY };
  }
}

function invalid(field: string, detail: string): InvalidRequest {
  return new InvalidRequest(`The request is not valid: ${field} ${detail}.`, [{ detail, pointer: `/${field}` }]);
}
