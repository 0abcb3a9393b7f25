import { EngineFolder } from '../../../test/support/engine-folder';

describe('the day reported on', () => {
  let folder: EngineFolder;

  beforeEach(async () => {
    folder = await EngineFolder.make();
  });

  afterEach(() => folder.remove());

  const sold = (day: string) => `d${day},purchase,${day}T10:00:00Z,5,C,R${day},success`;

  const told = async (days: readonly string[], date?: string) => {
    await folder.given({ 'purchases_raw.csv': days.map(sold) });
    await folder.run({ date });
    const lists = ['roas_d1.json', 'roas_anomaly.json', 'arpdau_d1.json'];
    const rows = await Promise.all(lists.map((name) => folder.json<{ date: string; date_rule: string }[]>(name)));
    return [...new Set(rows.flat().map(({ date, date_rule }) => `${date} ${date_rule}`))];
  };

  it.each([
    [['2026-10-01', '2026-10-02', '2026-10-05'], undefined, ['2026-10-02 second_latest']],
    [['2026-10-05'], undefined, ['2026-10-05 only_day']],
    [['2026-10-01', '2026-10-05'], '2026-10-05', ['2026-10-05 given']],
    [['2026-10-05'], '2026-10-05', ['2026-10-05 given']],
    [[], undefined, []],
  ])('of %j, asked for %s, is %j', async (days, date, expected) => {
    expect(await told(days, date)).toEqual(expected);
  });
});
