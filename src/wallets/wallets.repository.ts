import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { Currency } from './currency.entity';
import { Wallet } from './wallet.entity';

export interface WalletRow {
  userId: string;
  currency: string;
  balance: number;
}

@Injectable()
export class WalletsRepository {
  constructor(
    @InjectRepository(Wallet) private readonly wallets: Repository<Wallet>,
    @InjectRepository(Currency) private readonly currencies: Repository<Currency>,
  ) {}

  findByUsers(userIds: readonly string[]): Promise<Wallet[]> {
    return this.wallets.find({ where: { userId: In(userIds) }, order: { currency: 'asc' } });
  }

  findCurrencies(): Promise<Currency[]> {
    return this.currencies.find({ order: { code: 'asc' } });
  }

  async findInactive(tx: Tx, codes: readonly string[]): Promise<string[]> {
    const found = await tx.getRepository(Currency).findBy({ code: In(codes), isActive: false });
    return found.map(({ code }) => code);
  }

  /** Every wallet of these players, as `[userId, currency, balance]`. */
  walletsPart(userIds: readonly string[]): StatementPart {
    return {
      name: 'wallets',
      sql: `
        select json_agg(json_build_array(w.user_id, w.currency, w.balance))
        from unnest($1::uuid[]) as named(user_id)
        cross join lateral (select * from wallets where user_id = named.user_id offset 0) w`,
      params: [userIds],
    };
  }

  /** These currencies, as `CurrencyFacts`. */
  currenciesPart(codes: readonly string[]): StatementPart {
    return {
      name: 'currencies',
      sql: `
        select json_agg(json_build_array(c.code, c.kind, c.max_balance, c.is_active))
        from unnest($1::text[]) as named(code)
        cross join lateral (select * from currencies where code = named.code offset 0) c`,
      params: [codes],
    };
  }

  /** The same facts of every currency, for those who do not know yet which one they need: there are only a few. */
  everyCurrencyPart(): StatementPart {
    return {
      name: 'currencies',
      sql: 'select json_agg(json_build_array(code, kind, max_balance, is_active)) from currencies',
      params: [],
    };
  }

  writePart(rows: readonly WalletRow[]): StatementPart {
    return {
      name: 'wallets',
      sql: `
        insert into wallets (user_id, currency, balance)
        select * from unnest($1::uuid[], $2::text[], $3::bigint[])
        on conflict (user_id, currency) do update set balance = excluded.balance`,
      params: [rows.map((row) => row.userId), rows.map((row) => row.currency), rows.map((row) => row.balance)],
    };
  }
}
