import { KeptIntentions } from '../../client/kept-intentions';
import { orderedLines } from './ordered-lines';

const line = (id: string, quantity: number) => ({ id, quantity });

describe('what a checkout asks for', () => {
  it('is the same however the lines stand', () => {
    const cart = { lines: [line('b', 1), line('a', 2)] };
    expect(orderedLines(cart)).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(orderedLines({ lines: cart.lines.toReversed() })).toEqual(orderedLines(cart));
    expect(orderedLines(undefined)).toEqual([]);
  });

  it('is something else, under another key, for another cart of the same sum', () => {
    const stored = new Map<string, string>();
    const kept = new KeptIntentions(() => ({
      getItem: (name) => stored.get(name) ?? null,
      setItem: (name, value) => void stored.set(name, value),
      removeItem: (name) => void stored.delete(name),
    }));
    const payment = { provider: 'sandbox', currency: 'USD', expectedTotal: 400 };
    const keyOf = (...lines: { id: string; quantity: number }[]) =>
      kept.keyOf('checkout', JSON.stringify([payment, orderedLines({ lines })]));

    const key = keyOf(line('a', 2), line('b', 1));
    expect(keyOf(line('b', 1), line('a', 2))).toBe(key);
    expect(keyOf(line('a', 1), line('b', 2))).not.toBe(key);
  });
});
