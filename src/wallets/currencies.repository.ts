import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { violatedConstraint } from '../platform/database/database-errors';
import type { Tx } from '../platform/database/unit-of-work';
import { Currency } from './currency.entity';
import { CurrencyTaken } from './wallets.errors';

@Injectable()
export class CurrenciesRepository {
  constructor(@InjectRepository(Currency) private readonly currencies: Repository<Currency>) {}

  findAll(): Promise<Currency[]> {
    return this.currencies.find({ order: { code: 'asc' } });
  }

  /** @throws CurrencyTaken */
  async insert(tx: Tx, currency: Pick<Currency, 'code' | 'kind'> & Partial<Currency>): Promise<void> {
    try {
      await tx.getRepository(Currency).insert(currency);
    } catch (error) {
      throw violatedConstraint(error) === 'currencies_pkey' ? new CurrencyTaken(currency.code) : error;
    }
  }

  /** Held until the unit of work ends. */
  lock(tx: Tx, code: string): Promise<Currency | null> {
    return tx.getRepository(Currency).findOne({ where: { code }, lock: { mode: 'for_no_key_update' } });
  }

  save(tx: Tx, currency: Currency): Promise<Currency> {
    return tx.getRepository(Currency).save(currency);
  }
}
