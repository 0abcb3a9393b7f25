import { EngineFolder, INPUT_HEADERS } from '../../../test/support/engine-folder';

const AT = '2026-10-02T10:00:00Z';
const HEADER = INPUT_HEADERS['purchases_raw.csv'];
const good = (i: number, campaign = 'C') => `d${i},purchase,${AT},4.99,${campaign},R${i},success`;
const bad = (i: number) => `d${i},purchase,${AT},oops,C,R${i},success`;

describe('a file whose lines end in several ways', () => {
  let folder: EngineFolder;
  beforeEach(async () => {
    folder = await EngineFolder.make();
  });
  afterEach(() => folder.remove());

  /** The campaigns of the curated purchases, and what was rejected. */
  const readFrom = async (text: string) => {
    await folder.given({ 'purchases_raw.csv': text });
    const { counts } = await folder.run();
    const [, ...rejected] = (await folder.text('rejected.csv')).trimEnd().split('\n');
    const [, ...curated] = (await folder.text('purchases_curated.csv')).trimEnd().split('\n');
    expect(counts).toMatchObject({ curated: curated.length, rejected: rejected.length });
    return {
      curated: curated
        .map((line) => line.replaceAll('"', '').split(','))
        .map(([device, , , , campaign]) => `${device} ${campaign}`),
      rejected: rejected.map((line) => line.replace('purchases_raw.csv,', '')),
    };
  };
  const NO_AMOUNT = 'revenue_usd is not an amount';

  it.each([
    ['\r\n', '\n'],
    ['\n', '\r\n'],
    ['\r', '\n'],
    ['\r', '\r\n'],
    ['\r', '\r'],
  ])('is read, each row on its line (header %j, rows %j)', async (first, others) => {
    const text = `${HEADER}${first}${[good(1), bad(2), good(3), ''].join(others)}${good(4)}\n${bad(5)}`;
    expect(await readFrom(text)).toEqual({
      curated: ['d1 C', 'd3 C', 'd4 C'],
      rejected: [`3,${NO_AMOUNT}`, `6,${NO_AMOUNT}`],
    });
  });

  it('has a blank for a return within a row', async () => {
    const lines = [good(1), good(2, 'A\rB'), good(3, '\rA'), good(4, 'A\r'), `${good(5)}\r`, bad(6), good(7, '"A\rB"')];
    const curated = ['d1 C', 'd2 A B', 'd3 A', 'd4 A', 'd5 C', 'd7 A B'];
    expect(await readFrom([HEADER, ...lines, ''].join('\n'))).toEqual({ curated, rejected: [`7,${NO_AMOUNT}`] });
    expect(await readFrom([HEADER, ...lines, ''].join('\r\n'))).toEqual({ curated, rejected: [`7,${NO_AMOUNT}`] });
  });

  it('has no blank where a single return begins a cell and nothing else is odd', async () => {
    const text = [HEADER, good(1, '\rA'), good(2), bad(3), ''].join('\n');
    expect(await readFrom(text)).toEqual({ curated: ['d1 A', 'd2 C'], rejected: [`4,${NO_AMOUNT}`] });
  });

  it('loses the row that is broken in two, and no other', async () => {
    const text = [HEADER, good(1), good(2, 'A\nB'), good(3), ''].join('\r\n');
    expect(await readFrom(text)).toEqual({
      curated: ['d1 C', 'd3 C'],
      rejected: ['3,missing columns', '4,missing columns'],
    });
  });

  it('may have quotes that are not closed as well', async () => {
    const text = `${HEADER}\r\n${[good(1), good(2, '"torn'), good(3, 'A\rB'), good(4), ''].join('\n')}`;
    expect(await readFrom(text)).toEqual({
      curated: ['d1 C', 'd3 A B', 'd4 C'],
      rejected: ['3,a quote is not closed'],
    });
  });

  it('keeps a return in quotes where all else is even', async () => {
    await readFrom([HEADER, good(1, '"A\rB"'), ''].join('\n'));
    expect(await folder.text('purchases_curated.csv')).toContain('"A\rB"');
  });
});
