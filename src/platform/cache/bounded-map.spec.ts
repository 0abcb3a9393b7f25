import { BoundedMap } from './bounded-map';

describe('BoundedMap', () => {
  it('never holds more than its weight, whatever is put into it', () => {
    const map = new BoundedMap<string>(1_000, (value) => value.length);
    for (let n = 0; n < 10_000; n++) map.set(`${n}`, 'x'.repeat(10));
    expect(map.size).toBeLessThanOrEqual(100);
    expect(map.get('9999')).toBe('x'.repeat(10));
    expect(map.get('0')).toBeUndefined();
  });

  it('keeps what is in use', () => {
    const map = new BoundedMap<number>(100, () => 1);
    map.set('used', 7);
    for (let n = 0; n < 10_000; n++) {
      map.set(`${n}`, n);
      expect(map.get('used')).toBe(7);
    }
  });

  it('weighs a replaced or deleted value no more', () => {
    const map = new BoundedMap<number>(10, () => 1);
    for (let n = 0; n < 1_000; n++) map.set('a', n);
    map.set('b', 1);
    expect([map.get('a'), map.get('b')]).toEqual([999, 1]);
    expect(map.delete('a')).toBe(true);
    expect(map.get('a')).toBeUndefined();
    expect(map.delete('a')).toBe(false);
  });
});
