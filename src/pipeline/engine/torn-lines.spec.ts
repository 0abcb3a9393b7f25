import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineFolder } from '../../../test/support/engine-folder';
import { LONGEST_RECORD } from './torn-lines';

const AT = '2026-10-02T10:00:00Z';
const HEADER = 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id,status';
const good = (i: number, campaign = 'C') => `d${i},purchase,${AT},4.99,${campaign},R${i},success`;
const many = (count: number, from: number) => Array.from({ length: count }, (_, i) => good(from + i));

describe('a line with a quote that is not closed', () => {
  let folder: EngineFolder;

  beforeEach(async () => {
    folder = await EngineFolder.make();
    await folder.given({});
  });

  afterEach(() => folder.remove());

  const readFrom = async (lines: readonly string[], lineEnd = '\n') => {
    await writeFile(join(folder.path, 'purchases_raw.csv'), [HEADER, ...lines, ''].join(lineEnd));
    const { counts } = await folder.run();
    const [, ...rejected] = (await folder.text('rejected.csv')).trimEnd().split('\n');
    const curated = (await folder.text('purchases_curated.csv')).match(/^d\d+/gm) ?? [];
    expect(counts).toMatchObject({ curated: curated.length, rejected: rejected.length });
    expect(counts.rowsIn).toBe(counts.curated + counts.rejected);
    return { curated, rejected: rejected.map((line) => line.replace('purchases_raw.csv,', '')) };
  };
  const REASON = 'a quote is not closed';

  it.each(['\n', '\r\n'])('is one rejected row, and all others are read (%j)', async (lineEnd) => {
    const lines = [good(1), good(2, '"torn'), good(3), '', good(4), `d5,purchase,${AT},oops,C,R,success`];
    expect(await readFrom(lines, lineEnd)).toEqual({
      curated: ['d1', 'd3', 'd4'],
      rejected: [`3,${REASON}`, '7,revenue_usd is not an amount'],
    });
  });

  it('does not end where a quoted cell of a later row begins', async () => {
    const lines = [good(1, '"torn'), good(2), good(3, '"Spring, late"'), good(4, '","'), good(5), good(6, '"torn')];
    expect(await readFrom(lines)).toEqual({
      curated: ['d2', 'd3', 'd4', 'd5'],
      rejected: [`2,${REASON}`, `7,${REASON}`],
    });
  });

  it('swallows nothing where a later cell begins with the delimiter', async () => {
    const lines = [good(1, '"torn'), good(2), good(3, '",early"'), good(4)];
    expect(await readFrom(lines)).toEqual({ curated: ['d2', 'd3', 'd4'], rejected: [`2,${REASON}`] });
  });

  it('leaves cells over several lines, and other torn rows, as they are', async () => {
    const lines = [good(1, '"two\nlines"'), good(2, '"a ""b"" c\nd"'), `${good(3)},more`, good(4, '"x'), good(5)];
    expect(await readFrom(lines)).toEqual({
      curated: ['d1', 'd2', 'd5'],
      rejected: ['6,too many columns', `7,${REASON}`],
    });
  });

  it('takes with it what its record had on the lines before', async () => {
    const lines = [`"d1\n",purchase,${AT},4.99,"torn,R,success`, good(2)];
    expect(await readFrom(lines)).toEqual({ curated: ['d2'], rejected: [`2,${REASON}`] });
  });

  it('may have characters behind the quote on its own line', async () => {
    expect(await readFrom([good(1, '"x"y'), good(2), good(3, '"z'), good(4)])).toEqual({
      curated: ['d2', 'd4'],
      rejected: [`2,${REASON}`, `4,${REASON}`],
    });
  });

  it('is found in a large file, with as many others as there are', async () => {
    const torn = [20_000, 90_000, 90_001, 150_000];
    const lines = many(180_000, 0);
    for (const i of torn) lines[i] = good(i, '"torn');
    for (let i = 7; i < lines.length; i += 10_000) lines[i] = good(i, `"${'long '.repeat(9_000)}"`);
    const { curated, rejected } = await readFrom(lines);
    expect(curated).toHaveLength(lines.length - torn.length);
    expect(rejected).toEqual(torn.map((i) => `${i + 2},${REASON}`));
  });

  it('is a record that goes on for longer than any may', async () => {
    const lines = [good(1, `"begin\n${`${'x'.repeat(99)}\n`.repeat(LONGEST_RECORD / 100)}end"`), good(2)];
    const { curated, rejected } = await readFrom(lines);
    expect([curated, rejected[0]]).toEqual([['d2'], `2,${REASON}`]);
  });
});
