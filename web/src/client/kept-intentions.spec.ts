import { KeptIntentions } from './kept-intentions';

describe('the key of an intention', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  let now = 0;
  const kept = () =>
    new KeptIntentions(
      () => storage,
      () => now,
    );

  beforeEach(() => stored.clear());

  it('stays the same until its answer is final, also when the page was loaded anew', () => {
    const key = kept().keyOf('refund of o', 'whole');
    expect(kept().keyOf('refund of o', 'whole')).toBe(key);
    expect(kept().asked('refund of o')).toBe('whole');

    kept().settle('refund of o', key);
    expect(kept().asked('refund of o')).toBeNull();
    expect(kept().keyOf('refund of o', 'whole')).not.toBe(key);
  });

  it('is another one for what is something else', () => {
    const key = kept().keyOf('refund of o', 'whole');
    expect(kept().keyOf('refund of p', 'whole')).not.toBe(key);
    expect(kept().keyOf('refund of o', 'a sum')).not.toBe(key);
  });

  it('is not given up by the late answer to what was asked before', () => {
    const before = kept().keyOf('grant', 'five');
    const key = kept().keyOf('grant', 'six');
    kept().settle('grant', before);
    expect(kept().keyOf('grant', 'six')).toBe(key);
  });

  it('is forgotten after a day', () => {
    const key = kept().keyOf('grant', 'five');
    now += 24 * 60 * 60_000;
    expect(kept().keyOf('grant', 'five')).not.toBe(key);
  });
});
