import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { wantedVariant } from '../platform/http/accept-language';
import type { Names } from './wording';

interface LocalizedName {
  id: string;
  name: string;
  /** By language tag; null where the language has none of its own. */
  localized: Record<string, string | null> | null;
}

/** What products are called at this moment. */
@Injectable()
export class ProductNamesQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** In the default language of each. */
  async find(tx: Tx, ids: readonly string[]): Promise<Names> {
    if (ids.length === 0) return new Map();
    const rows = await tx.send<{ id: string; name: string }>({
      name: 'names of products',
      sql: 'select id, name from products where id = any($1::uuid[])',
      params: [ids],
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** In whatever languages are asked for then, each a list of tags, most wanted first; chosen as of the catalogue. */
  async findLocalized(ids: readonly string[]): Promise<(languages: readonly string[]) => Names> {
    if (ids.length === 0) return () => new Map();
    const rows = await this.dataSource.query<LocalizedName[]>(
      `select id, name, (select json_object_agg(tag, texts->>'name') from jsonb_each(localized) as l(tag, texts)) as localized
       from products where id = any($1::uuid[])`,
      [ids],
    );
    const known = new Map<string, Names>();
    return (languages) => {
      const tags = languages.join();
      const names = known.get(tags) ?? new Map(rows.map((row) => [row.id, nameIn(row, languages)]));
      known.set(tags, names);
      return names;
    };
  }
}

function nameIn({ name, localized }: LocalizedName, languages: readonly string[]): string {
  return wantedVariant(localized ?? {}, languages) ?? name;
}
