import { EngineFolder } from '../../../test/support/engine-folder';

const AT = '2026-10-02T10:00:00Z';
const LATER = '2026-10-03T10:00:00Z';

interface Leftover {
  side: string;
  receipt_id: string | null;
  likely_cause: string;
  amount_usd: number;
}

/** A device for each receipt, unless one is named. */
const sold = (receipt: string, device = `d${receipt}`) => `${device},purchase,${AT},5,C,${receipt},success`;
const takenBack = (receipt: string) => `d${receipt},purchase,${LATER},-5,C,${receipt},chargeback`;
const paid = (receipt: string, usd = 5, at = AT) => `d${receipt},purchase,${at},${usd},C,${receipt}`;
const booked = (receipt: string, status = 'fulfilled', usd = 5) =>
  `o${receipt},${receipt},payme,p,${AT},${usd},${status}`;

describe('what three sides do not agree on', () => {
  let folder: EngineFolder;
  beforeEach(async () => {
    folder = await EngineFolder.make();
  });
  afterEach(() => folder.remove());

  async function leftovers(purchases: string[], confirmed: string[], ledger: string[]): Promise<string[]> {
    await folder.given({ 'purchases_raw.csv': purchases, 'confirmed_purchases.csv': confirmed, 'ledger.csv': ledger });
    await folder.run({ ledger: `${folder.path}/ledger.csv` });
    const { details } = await folder.json<{ details: Leftover[] }>('three_way.json');
    return details
      .map((detail) => [detail.receipt_id, detail.side, detail.likely_cause, detail.amount_usd].join(' '))
      .toSorted();
  }

  it('is not what was given back, where all three know of it', async () => {
    const receipts = ['R', 'C', 'P', 'L'];
    const found = await leftovers(
      [...receipts.map((receipt) => sold(receipt)), ...receipts.map(takenBack)],
      [
        ...receipts.map((receipt) => paid(receipt)),
        paid('R', -5, LATER),
        paid('C', -5, LATER),
        paid('P', -2, LATER),
        paid('P', -1, LATER),
        paid('L', -5, LATER),
      ],
      [
        booked('R', 'refunded'),
        booked('C', 'charged_back'),
        booked('P', 'partially_refunded'),
        booked('L'),
        booked('L', 'fulfilled', -5),
      ],
    );
    expect(found).toEqual([]);
  });

  it('is what was given back, where somebody does not know of it', async () => {
    const found = await leftovers(
      [...['A', 'B', 'AB', 'N'].map((receipt) => sold(receipt)), takenBack('A'), takenBack('AB'), sold('X')],
      [
        ...['A', 'B', 'AB', 'N'].map((receipt) => paid(receipt)),
        ...['A', 'B', 'N', 'X', 'Y', 'Z', ''].map((receipt) => paid(receipt, -5, LATER)),
      ],
      [booked('A'), booked('B', 'refunded'), booked('AB', 'refunded'), booked('N'), booked('Y', 'refunded')],
    );
    expect(found).toEqual([
      ' gateway refund_without_payment -5',
      'A books chargeback_not_booked 5',
      'B books refund_not_attributed 5',
      'N books refund_not_booked 5',
      'X attribution paid_outside_gateway_export 5',
      'Y books paid_outside_gateway_export 5',
      'Z gateway refund_without_payment -5',
    ]);
  });

  it('is no payment that attribution was told of by another receipt of the same purchase', async () => {
    const twice = (first: string, second: string) => [sold(first, `d${first}`), sold(second, `d${first}`)];
    const far = (receipt: string) => paid(receipt, 5, LATER);
    const found = await leftovers(
      [...twice('A1', 'A2'), ...twice('B1', 'B2'), ...twice('C1', 'C2'), ...twice('D1', 'D2'), ...twice('E1', 'E2')],
      [far('A1'), far('A2'), far('B2'), far('D1')],
      [booked('A1'), booked('A2'), booked('B2'), booked('C2'), booked('D2')],
    );
    expect(found).toEqual(['C2 books missing_at_gateway 5', 'E1 attribution never_paid 5']);
  });

  it('is told of one payment for each receipt, however many purchases or confirmations carry it', async () => {
    const found = await leftovers(
      [sold('A'), sold('A', 'replay'), sold('B'), sold('C'), sold('C', 'other'), `d,purchase,${AT},5,C,,success`],
      [paid('A'), paid('B'), paid('B', 5, LATER), `d,purchase,${AT},5,C,`],
      [booked('A'), booked('B'), booked('C')],
    );
    expect(found).toEqual([
      ' gateway receipt_missing 5',
      'A attribution receipt_used_twice 5',
      'B gateway charged_twice 5',
      'C attribution receipt_used_twice 5',
      'C books missing_at_gateway 5',
    ]);
    const { summary } = await folder.json<{ summary: Record<string, number> }>('three_way.json');
    expect(summary).toMatchObject({ in_all_three: 2, attributed: 6, confirmed: 4, booked: 3 });
  });

  it('is told in one order, whatever that of the rows', async () => {
    const confirmed = ['d1', 'd2'].map((device) => `${device},purchase,${AT},5,C,G`);
    const told = async (rows: string[]) => {
      await leftovers([`d1,purchase,${AT},5,C,,success`], rows, [booked('B')]);
      return folder.text('three_way.json');
    };
    const text = await told(confirmed);
    expect(text.match(/"missing":"[^"]*"/g)).toEqual([
      '"missing":"attribution,gateway"',
      '"missing":"attribution,books"',
      '"missing":"books"',
    ]);
    expect(await told(confirmed.toReversed())).toBe(text);
  });
});
