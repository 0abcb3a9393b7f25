import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { UnknownCurrency } from './wallets.errors';
import { type WalletRow, WalletsRepository } from './wallets.repository';

/** Prices and balances are in this currency where none is named. */
export const DEFAULT_CURRENCY = 'COIN';

/** What a currency may be called. */
export const CURRENCY_CODE = /^[A-Z][A-Z0-9_]{1,15}$/;

export interface Balance {
  currency: string;
  /** In smallest units of the currency. */
  balance: number;
}

/** Whether things are sold for it, and what kind of thing it is. */
export interface CurrencyState {
  kind: 'virtual' | 'real';
  isActive: boolean;
}

export type CurrencyFacts = [code: string, kind: 'virtual' | 'real', maxBalance: number, isActive: boolean];

@Injectable()
export class WalletsService {
  constructor(private readonly repository: WalletsRepository) {}

  /** The balances of a player from the database, never from a cache; the default currency is always among them. */
  async balancesOf(userId: string): Promise<Balance[]> {
    const wallets = await this.repository.findByUsers([userId]);
    const balances = wallets.map(({ currency, balance }) => ({ currency, balance }));
    if (balances.some(({ currency }) => currency === DEFAULT_CURRENCY)) return balances;
    return [{ currency: DEFAULT_CURRENCY, balance: 0 }, ...balances];
  }

  /** Of every currency there is, by its code. */
  async currencyKinds(): Promise<ReadonlyMap<string, 'virtual' | 'real'>> {
    return new Map((await this.repository.findCurrencies()).map(({ code, kind }) => [code, kind]));
  }

  /** Of every currency there is, by its code. */
  async currencyStates(): Promise<ReadonlyMap<string, CurrencyState>> {
    return new Map(
      (await this.repository.findCurrencies()).map(({ code, kind, isActive }) => [code, { kind, isActive }]),
    );
  }

  /** Those of these that are switched off. */
  findInactive(tx: Tx, codes: readonly string[]): Promise<string[]> {
    return this.repository.findInactive(tx, codes);
  }

  /** Decimal places of a currency. @throws UnknownCurrency */
  async scaleOf(code: string): Promise<number> {
    const currency = (await this.repository.findCurrencies()).find((each) => each.code === code);
    if (currency === undefined) throw new UnknownCurrency(code);
    return currency.scale;
  }

  walletsPart(userIds: readonly string[]): StatementPart {
    return this.repository.walletsPart(userIds);
  }

  currenciesPart(codes: readonly string[]): StatementPart {
    return this.repository.currenciesPart(codes);
  }

  everyCurrencyPart(): StatementPart {
    return this.repository.everyCurrencyPart();
  }

  writePart(rows: readonly WalletRow[]): StatementPart {
    return this.repository.writePart(rows);
  }
}
