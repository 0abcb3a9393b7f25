import { joined } from './joined';

const loading = { isPending: true, error: null, data: undefined, refetch: jest.fn() };
const there = { isPending: false, error: null, data: [1], refetch: jest.fn() };
const failed = { isPending: false, error: new Error('503'), data: undefined, refetch: jest.fn() };
const stale = { ...there, error: new Error('503'), dataUpdatedAt: 5, refetch: jest.fn() };

describe('two queries as one', () => {
  it('are there when both are', () => {
    expect(joined(there, there)).toMatchObject({ isPending: false, error: null, data: [1] });
    expect(joined(there, loading)).toMatchObject({ isPending: true, data: undefined });
    expect(joined(loading, there)).toMatchObject({ isPending: true, data: undefined });
  });

  it('have failed when one has, whatever the other does: nobody waits for ever', () => {
    for (const other of [there, loading]) {
      expect(joined(other, failed)).toMatchObject({ isPending: false, error: failed.error, data: undefined });
      expect(joined(failed, other)).toMatchObject({ isPending: false, error: failed.error, data: undefined });
    }
  });

  it('keep what they have, and tell of when it is', () => {
    expect(joined(stale, there)).toMatchObject({ isPending: false, data: [1], dataUpdatedAt: 5 });
  });

  it('are asked again where they failed', () => {
    joined(there, failed).refetch();
    expect([there.refetch, failed.refetch].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
  });
});
