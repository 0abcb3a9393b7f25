import { storyOf, type TimelineEntry } from './story';

function entry(kind: TimelineEntry['kind'], key: string, transactionId: string | null = null): TimelineEntry {
  const nothing = { status: null, currency: null, product: null, amount: null, balanceAfter: null };
  return { kind, key, transactionId, at: '', what: '', orderId: null, actor: null, note: null, meta: null, ...nothing };
}

describe('the story of a player', () => {
  it('puts together what one transaction moved, in the order in which it moved', () => {
    const lines = storyOf([
      entry('movement', '4', 'b'),
      entry('movement', '3', 'b'),
      entry('event', 'x'),
      entry('movement', '2', 'a'),
      entry('grant', 'g', 'a'),
    ]);
    expect(lines.map((line) => [line.entry.kind, line.movements.map(({ key }) => key)])).toEqual([
      ['movement', ['3', '4']],
      ['event', []],
      ['movement', ['2']],
      ['grant', []],
    ]);
  });
});
