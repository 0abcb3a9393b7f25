import { leafOf, type SealedColumn, SEALED_COLUMNS, sealedText } from '../src/books/entry-leaf';
import { createDatabase, type TestDatabase } from './support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('the text that is digested', () => {
  const columns = Object.fromEntries(Object.keys(SEALED_COLUMNS).map((name) => [name, `v."${name}"`])) as Record<
    SealedColumn,
    string
  >;
  const HOSTILE = [
    '',
    'null',
    '"',
    '\\',
    '","',
    "'",
    '],[',
    ' ',
    '\n',
    '\t',
    '0',
    '1e3',
    'ü',
    '𝄞',
    '\u007f',
    'a,b',
    '{}',
    '-0',
  ];

  it('gives back every value, so that no two entries share it', async () => {
    const names = Object.keys(SEALED_COLUMNS);
    const texts = HOSTILE.flatMap((first) => [null, ...HOSTILE].map((second) => [first, second]));
    const found = await database.query<{ text: string; leaf: Buffer; first: string; second: string | null }>(
      `select ${sealedText(columns)} as text, ${leafOf(columns)} as leaf, "currency" as first, "counterAccount" as second
       from (select ${names.map((name) => (name.endsWith('reatedAt') ? `now() as "${name}"` : valueOf(name))).join(', ')}
         from unnest($1::text[], $2::text[]) as given(first, second)) v`,
      [texts.map(([first]) => first), texts.map(([, second]) => second)],
    );
    const at = ['currency', 'counterAccount'].map((name) => names.indexOf(name));
    for (const { text, first, second } of found) {
      const values = JSON.parse(text) as unknown[];
      expect(at.map((index) => values[index])).toEqual([first, second]);
    }
    expect(new Set(found.map(({ leaf }) => leaf.toString('hex'))).size).toBe(texts.length);
    expect(found[0].leaf).toHaveLength(16);
  });

  it('is the same for ever: stored digests must not go stale with a new release', async () => {
    const at = `timestamptz '2026-01-02 03:04:05.678901+00'`;
    const values = Object.keys(SEALED_COLUMNS).map((name) => {
      if (name.endsWith('reatedAt')) return `${at} as "${name}"`;
      return name === 'seq' || name === 'amount' ? `7::bigint as "${name}"` : `'x'::text as "${name}"`;
    });
    const [{ text }] = await database.query<{ text: string }>(
      `select ${sealedText(columns)} as text from (select ${values.join(', ')}) v`,
    );
    const entry = '"x", 7, "x", "x", "x", 7, "x", "x", "x", 1767323045.678901';
    expect(text).toBe(`[${entry}, ${'"x", '.repeat(11)}1767323045.678901]`);
  });

  function valueOf(name: string): string {
    if (name === 'currency') return `first as "${name}"`;
    return name === 'counterAccount' ? `second as "${name}"` : `null::text as "${name}"`;
  }
});
