import { idsFrom, momentOfId, newId } from './new-id';

describe('newId', () => {
  it('makes version 7 ids that differ and are in order, however many are made in a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
  });

  it('carries the time it was made', () => {
    const before = Date.now();
    const madeAt = momentOfId(newId());
    expect(madeAt).toBeGreaterThanOrEqual(before);
    expect(madeAt).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('is not below the ids from a moment that has come, and below those from one that has not', () => {
    const before = Date.now();
    const id = newId();
    expect(id > idsFrom(before)).toBe(true);
    expect(id < idsFrom(Date.now() + 1_000)).toBe(true);
    expect(idsFrom(Date.parse('2026-11-21T00:00:00Z'))).toBe('01a1fb67-1800-0000-0000-000000000000');
    expect(idsFrom(-5)).toBe('00000000-0000-0000-0000-000000000000');
  });
});
