import { EngineFolder } from '../../../test/support/engine-folder';
import { referenceOf } from './reference';
import { momentText } from './reference-values';

interface Reconciliation {
  summary: Record<string, number>;
  exceptions: { appsflyer_id: string; event_time_utc: string }[];
  details: { appsflyer_id: string; event_time_utc: string; revenue_usd: number; charged_back?: boolean }[];
}

const day = (time: string) => `2026-10-02T${time}:00Z`;
const sold = (device: string, time: string, receipt = 'R', campaign = 'C') =>
  `${device},purchase,${day(time)},5,${campaign},${receipt},success`;
const back = (device: string, time: string, receipt = 'R') =>
  `${device},purchase,${day(time)},-5,C,${receipt},chargeback`;

describe('a chargeback', () => {
  let folder: EngineFolder;

  beforeEach(async () => {
    folder = await EngineFolder.make();
  });

  afterEach(() => folder.remove());

  /** Which purchases lost their revenue, and which chargebacks are exceptions; the reference has to say the same. */
  const chargedBack = async (rows: readonly string[], dedupe: 'receipt' | 'event' = 'receipt') => {
    await folder.given({ 'purchases_raw.csv': rows });
    const { counts } = await folder.run({ dedupe });
    const { details, exceptions, summary } = await folder.json<Reconciliation>('reconciliation.json');
    const named = (device: string, time: string) => `${device} ${time.slice(11, 16)}`;
    const lost = details.filter((row) => row.charged_back && row.revenue_usd === 0);
    const found = {
      lost: lost.map((row) => named(row.appsflyer_id, row.event_time_utc)).toSorted(),
      exceptions: exceptions.map((row) => named(row.appsflyer_id, row.event_time_utc)).toSorted(),
    };
    const reference = await referenceOf(folder.path, { dedupe, chargebacks: 'original' });
    expect({
      lost: [...reference.zeroed].map(({ device, at }) => named(device, momentText(at))).toSorted(),
      exceptions: reference.exceptions.map(({ device, at }) => named(device, momentText(at))).toSorted(),
    }).toEqual(found);
    expect([summary.charged_back, counts.exceptions]).toEqual([found.lost.length, found.exceptions.length]);
    return found;
  };

  it('takes the revenue of one purchase, however many devices carry its receipt', async () => {
    const rows = [sold('a', '08:00'), sold('b', '09:00'), sold('c', '10:00'), back('b', '12:00')];
    expect(await chargedBack(rows)).toEqual({ lost: ['b 09:00'], exceptions: [] });
  });

  it('takes that of the earliest other when its device has none', async () => {
    const rows = [sold('c', '10:00'), sold('b', '09:00'), back('x', '12:00')];
    expect(await chargedBack(rows)).toEqual({ lost: ['b 09:00'], exceptions: [] });
  });

  it('leaves to another what the other has on its own device', async () => {
    const rows = [sold('a', '08:00'), sold('b', '09:00'), back('x', '11:00'), back('a', '12:00')];
    expect(await chargedBack(rows)).toEqual({ lost: ['a 08:00', 'b 09:00'], exceptions: [] });
  });

  it('is an exception when others took all there is', async () => {
    const rows = [sold('a', '08:00'), back('a', '11:00'), back('a', '12:00'), back('a', '12:00')];
    expect(await chargedBack(rows)).toEqual({ lost: ['a 08:00'], exceptions: ['a 12:00'] });
  });

  it('takes one of several of its own device, where receipts may count twice', async () => {
    const rows = [sold('a', '10:00'), sold('a', '08:00'), sold('a', '09:00'), back('a', '11:00'), back('a', '12:00')];
    expect(await chargedBack(rows, 'event')).toEqual({ lost: ['a 08:00', 'a 09:00'], exceptions: [] });
  });

  it('is booked to the campaign of the one purchase it belongs to', async () => {
    const rows = [sold('a', '08:00', 'R', 'FIRST'), sold('b', '09:00', 'R', 'SECOND'), back('b', '12:00')];
    await folder.given({ 'purchases_raw.csv': rows });
    await folder.run({ chargebacks: 'ledger' });
    expect(await folder.json('roas_d1.json')).toMatchObject([
      { campaign: 'FIRST', revenue_usd: 5 },
      { campaign: 'SECOND', revenue_usd: 0 },
    ]);
  });
});
