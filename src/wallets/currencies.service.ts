import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { CurrenciesRepository } from './currencies.repository';
import type { Currency } from './currency.entity';
import { type CurrencyView, currencyView } from './currency.view';
import { CurrencyNotFound } from './wallets.errors';

export type NewCurrency = Pick<Currency, 'code' | 'name' | 'maxBalance'> &
  Partial<Pick<Currency, 'kind' | 'scale' | 'isActive'>>;
export type CurrencyChange = Partial<Pick<Currency, 'name' | 'maxBalance' | 'isActive'>>;

/** The virtual currencies of the game, of which a wallet appears when it is first needed, and the real ones. */
@Injectable()
export class CurrenciesService {
  constructor(
    private readonly repository: CurrenciesRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<CurrencyView[]> {
    return (await this.repository.findAll()).map(currencyView);
  }

  /** @throws CurrencyTaken */
  async create(actor: Actor, currency: NewCurrency): Promise<CurrencyView> {
    await this.unitOfWork.run(async (tx) => {
      await this.repository.insert(tx, { kind: 'virtual', ...currency });
      await this.audit.record(tx, {
        actor,
        action: 'currency.created',
        target: `currency:${currency.code}`,
        after: currency,
      });
    });
    return this.get(currency.code);
  }

  /**
   * Changes what is given. A limit below what somebody holds takes nothing from them: their wallet only does not grow
   * until it is below.
   *
   * @throws CurrencyNotFound
   */
  change(actor: Actor, code: string, change: CurrencyChange): Promise<CurrencyView> {
    return this.unitOfWork.run(async (tx) => {
      const currency = await this.repository.lock(tx, code);
      if (currency === null) throw new CurrencyNotFound();
      const before = currencyView(currency);
      const after = currencyView(await this.repository.save(tx, Object.assign(currency, change)));
      await this.audit.record(tx, { actor, action: 'currency.changed', target: `currency:${code}`, before, after });
      return after;
    });
  }

  private async get(code: string): Promise<CurrencyView> {
    const found = (await this.list()).find((currency) => currency.code === code);
    if (found === undefined) throw new CurrencyNotFound();
    return found;
  }
}
