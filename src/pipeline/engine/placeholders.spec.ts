import { EngineFolder } from '../../../test/support/engine-folder';
import { expectationOf } from './expectation';
import { referenceOf } from './reference';
import { toldByReports } from './told-by-reports';

const row = (device: string, time: string, receipt: string, more = '') =>
  `${device},purchase,${time},5,C,${receipt}${more}`;
const sold = (device: string, time: string, receipt: string) => row(device, time, receipt, ',success');
const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i));
const october = (i: number) => `2026-10-${String(i + 1).padStart(2, '0')}T10:00:00Z`;
const november = (i: number) => october(i).replace('-10-', '-11-');

describe('a receipt of many devices', () => {
  let folder: EngineFolder;
  beforeEach(async () => {
    folder = await EngineFolder.make();
  });
  afterEach(() => folder.remove());

  const matched = async (purchases: readonly string[], confirmed: readonly string[]) => {
    await folder.given({ 'purchases_raw.csv': purchases, 'confirmed_purchases.csv': confirmed });
    const options = { dedupe: 'event', chargebacks: 'original', date: undefined } as const;
    const told = await toldByReports(`${folder.path}/reports`, await folder.run(options));
    expect(told).toEqual(expectationOf(await referenceOf(folder.path, options)));
    return [told.byReceipt, told.byDevice];
  };

  it('pairs no strangers, and leaves its rows to their devices', async () => {
    const told = many(5, (i) => sold(`d${i}`, october(i), '0'));
    const strangers = many(5, (i) => row(`s${i}`, november(i), '0'));
    expect(await matched(told, strangers)).toEqual([0, 0]);
    expect(await matched(told, [row('s', november(1), '0')])).toEqual([0, 0]);
    expect(await matched([sold('s', october(1), '0')], strangers)).toEqual([0, 0]);
    expect(await matched(told, [...strangers, row('d3', october(3), '0')])).toEqual([0, 1]);
  });

  it('is one up to four of them, and on any number of rows of one', async () => {
    const told = many(4, (i) => sold(`d${i}`, october(i), 'R'));
    expect(
      await matched(
        told,
        many(4, (i) => row(`s${i}`, november(i), 'R')),
      ),
    ).toEqual([4, 0]);
    const tapped = many(9, (i) => sold('d', october(i), 'R'));
    expect(
      await matched(
        tapped,
        many(9, (i) => row('d', november(i), 'R')),
      ),
    ).toEqual([9, 0]);
  });
});
