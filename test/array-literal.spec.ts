import fc from 'fast-check';
import { arrayLiteral } from '../src/platform/database/array-literal';
import { createDatabase, type TestDatabase } from './support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase({ empty: true });
});
afterAll(() => database.drop());

const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0') && value.isWellFormed());
const odd = fc.constantFrom(
  '',
  ' ',
  'null',
  'NULL',
  '{}',
  '{',
  ',',
  '"',
  '\\',
  '\\"',
  '\n',
  '\t',
  '\u00a0',
  '\v',
  'a b',
  'Буст',
);

it('is read by PostgreSQL as what it was made of', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.oneof(text, odd)), { maxLength: 30 }), async (values) => {
      const [{ read }] = await database.query<{ read: unknown[] }>('select to_json($1::text[]) as read', [
        arrayLiteral(values),
      ]);
      expect(read).toEqual(values);
    }),
    { numRuns: 300 },
  ));

it('holds numbers exactly', async () => {
  const numbers = [0, -1, Number.MAX_SAFE_INTEGER, null];
  const [{ read }] = await database.query<{ read: unknown[] }>('select to_json($1::bigint[]) as read', [
    arrayLiteral(numbers),
  ]);
  expect(read).toEqual(numbers);
});
