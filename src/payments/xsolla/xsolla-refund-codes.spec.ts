import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUND_CODES } from './xsolla-refund-codes';

describe('the codes of refunds', () => {
  it('are in docs/xsolla.md as the code has them', () => {
    const docs = readFileSync(join(__dirname, '../../../docs/xsolla.md'), 'utf8');
    const rows = [...docs.matchAll(/^\| (\d+) \| ([^|]+) \| `(\w+)` \|$/gm)].map(([, code, meaning, outcome]) => [
      code,
      { meaning: meaning.trim(), outcome },
    ]);
    expect(rows).toHaveLength(13);
    expect(Object.fromEntries(rows)).toEqual(REFUND_CODES);
  });
});
