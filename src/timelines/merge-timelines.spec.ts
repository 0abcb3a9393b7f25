import { mergeTimelines } from './merge-timelines';
import { cursorOf, NEWEST, placeAfter, placeOf } from './timeline-place';
import type { TimelineKind, TimelineRow } from './timeline-row';

const ID = '0199c000-0000-7000-8000-00000000000';

function row(kind: TimelineKind, at: string, key: string, part = 0): TimelineRow {
  const nothing = {
    status: null,
    currency: null,
    productId: null,
    productName: null,
    productTexts: null,
    amount: null,
    balanceAfter: null,
  };
  const nobody = { orderId: null, transactionId: null, actorId: null, actorName: null, note: null, meta: null };
  return { kind, at: `2026-11-${at}T10:00:00.000000Z`, key, part, what: 'x', ...nothing, ...nobody };
}

describe('a timeline', () => {
  const rows = [
    row('movement', '20', '7'),
    row('movement', '18', '6'),
    row('event', '19', `${ID}3`),
    row('event', '21', `${ID}2`),
    row('order', '17', `${ID}1`, 1),
  ];

  it('is newest first over all tables, in the order of each', () => {
    const merged = mergeTimelines(rows, 10).map(({ kind, key }) => [kind, key.slice(-1)]);
    expect(merged).toEqual([
      ['movement', '7'],
      ['event', '3'],
      ['event', '2'],
      ['movement', '6'],
      ['order', '1'],
    ]);
  });

  it('goes on where the page before ended, which its cursor tells whole', () => {
    const place = placeAfter(NEWEST, mergeTimelines(rows, 5).slice(1));
    expect(place).toEqual({
      ...NEWEST,
      movement: 6,
      event: `${ID}2`,
      order: { at: '2026-11-17T10:00:00.000000Z', key: `${ID}1`, part: 1 },
    });
    expect(placeOf(cursorOf(place))).toEqual(place);
  });

  it('has cursors that every list takes', () => {
    const moment = { at: '2026-11-17T10:00:00.123456Z', key: `${ID}1`, part: 100_000 };
    expect(cursorOf({ ...NEWEST, order: moment, payment: moment }).length).toBeLessThanOrEqual(512);
  });
});
