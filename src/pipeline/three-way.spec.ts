import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leftoversOf, threeWayOf } from './three-way';

describe('what three sides left over', () => {
  let folder: string;
  const written = async (text: string) => {
    await writeFile(join(folder, 'three_way.json'), text);
    return join(folder, 'three_way.json');
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-three-way-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read with its money to the last digit', async () => {
    const trap = JSON.stringify('"amount_usd":1');
    const file = await written(
      '{"summary":{"booked":3,"leftovers":2},\n"details":[\n' +
        `{"side":"books","receipt_id":${trap},"amount_usd":90071992547409931.10,"at":"2026-11-19 10:00:00","likely_cause":"a"},\n` +
        '{"side":"gateway","receipt_id":null,"amount_usd":null,"at":null,"likely_cause":"b"}\n]}\n',
    );
    expect(await threeWayOf(file, 10)).toEqual({
      summary: { booked: 3, leftovers: 2 },
      details: [
        {
          side: 'books',
          receipt_id: '"amount_usd":1',
          amount_usd: '90071992547409931.10',
          at: '2026-11-19 10:00:00',
          likely_cause: 'a',
        },
        { side: 'gateway', receipt_id: null, amount_usd: null, at: null, likely_cause: 'b' },
      ],
      leftOut: 0,
    });
    expect(await threeWayOf(file, 1)).toMatchObject({ details: [{ side: 'books' }], leftOut: 1 });
  });

  it('is read whole, whatever characters its receipts have', async () => {
    const receipt_id = 'A\u2028B\u2029C\u0085D\rE';
    const detail = { side: 'books', receipt_id, amount_usd: '1.00', at: null, likely_cause: 'a' };
    const file = await written(`{"summary":{"leftovers":1},\n"details":[\n${JSON.stringify(detail)}\n]}\n`);
    expect(await threeWayOf(file, 10)).toEqual({ summary: { leftovers: 1 }, details: [detail], leftOut: 0 });
  });

  it('is nothing where our books took no part, or knew everything', async () => {
    expect(await threeWayOf(join(folder, 'none.json'), 10)).toBeNull();
    expect(await threeWayOf(await written('{"summary":{"leftovers":0},\n"details":[\n]}\n'), 10)).toMatchObject({
      details: [],
    });
  });

  it('is known again by what is known of it, each of several that look the same', () => {
    const detail = { side: 'books', receipt_id: null, amount_usd: '1.00', at: null, likely_cause: 'a' } as const;
    const [first, second, other] = leftoversOf([detail, detail, { ...detail, side: 'gateway' }]);
    expect(new Set([first.fingerprint, second.fingerprint, other.fingerprint]).size).toBe(3);
    expect(leftoversOf([{ ...detail, likely_cause: 'b' }])[0].fingerprint).toBe(first.fingerprint);
  });

  it('has receipts that a table can hold, and tells apart those that then look the same', () => {
    const detail = { side: 'books', amount_usd: '1.00', at: null, likely_cause: 'a' } as const;
    const receipts = ['A\0B', `${'L'.repeat(4_000)}1`, `${'L'.repeat(4_000)}2`];
    const found = leftoversOf(receipts.map((receipt_id) => ({ ...detail, receipt_id })));
    expect(found.map(({ receipt_id }) => receipt_id)).toEqual(['A B', 'L'.repeat(255), 'L'.repeat(255)]);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});
