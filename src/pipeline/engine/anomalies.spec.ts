import { EngineFolder } from '../../../test/support/engine-folder';
import { expectationOf } from './expectation';
import { referenceOf } from './reference';
import { toldByReports } from './told-by-reports';

const MOST = '999999999.999999999';
const LEAST = '0.000000001';

describe('a mean of seven days', () => {
  let folder: EngineFolder;
  beforeEach(async () => {
    folder = await EngineFolder.make();
  });
  afterEach(() => folder.remove());

  it.each([
    ['the largest ROAS there can be', MOST, LEAST],
    ['the smallest', LEAST, MOST],
  ])('holds %s', async (_, revenue, cost) => {
    const days = Array.from({ length: 9 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')}`);
    const sold = (day: string, i: number) => `d${i},purchase,${day}T10:00:00Z,${revenue},A,R${day}${i},success`;
    await folder.given({
      'purchases_raw.csv': days.flatMap((day) => [1, 2, 3].map((i) => sold(day, i))),
      'costs_daily.csv': days.map((day) => `${day},a,${cost}`),
    });
    const options = { dedupe: 'receipt', chargebacks: 'original', date: undefined } as const;
    const told = await toldByReports(`${folder.path}/reports`, await folder.run(options));
    expect(told).toEqual(expectationOf(await referenceOf(folder.path, options)));
    expect(told.anomalies).toMatchObject([['A', told.roas[0][4], told.roas[0][4], false, 7, null]]);
  });
});
