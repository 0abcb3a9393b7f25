import fc from 'fast-check';
import { canonical, parseKey } from './idempotency-key';
import { IdempotencyKeyInvalid } from './idempotency.errors';

describe('Idempotency-Key', () => {
  it.each([
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e"', '8e03978e'],
    [String.raw`"a\"b\\c"`, 'a"b\\c'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('accepts %s', (header, key) => expect(parseKey(header)).toBe(key));

  it.each(['', '""', ' ', 'a b', '"a b"', 'x'.repeat(256), 'ключ', 'a\tb', ['one', 'two']])('refuses %p', (header) => {
    if (Array.isArray(header)) expect(parseKey(header)).toBe('one,two');
    else expect(() => parseKey(header)).toThrow(IdempotencyKeyInvalid);
  });

  it('is the same request whatever the order of its members, and another when a value differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(canonical(reversed(value)))).toBe(JSON.stringify(canonical(value)));
      }),
    );
    expect(canonical({ a: 1 })).not.toEqual(canonical({ a: '1' }));
    expect(JSON.stringify(canonical([['a', 1]]))).not.toBe(JSON.stringify(canonical({ a: 1 })));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
