import * as fc from 'fast-check';
import { InvalidRequest } from '../errors/platform.errors';
import { MAX_DEPTH, MAX_MEMBERS, parseJsonBody } from './json-body';

const parse = (text: string) => parseJsonBody(Buffer.from(text));

/** Names that an object may have, and texts that a database may keep. */
const text = fc.string({ unit: 'binary' }).filter((each) => each.isWellFormed() && !each.includes('\0'));
const name = text.filter((each) => !(each in Object.prototype));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(name, tie('value'), { noNullPrototype: true }),
  ),
}));

describe('parseJsonBody', () => {
  it('reads what JSON.stringify writes, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), fc.boolean(), (body, spaced) => {
        expect(parse(JSON.stringify(body, null, spaced ? 2 : undefined))).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it('reads any bytes or refuses them as invalid', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseJsonBody(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequest);
        }
      }),
    );
  });

  it('reads up to its limits', () => {
    const members = Object.fromEntries(Array.from({ length: MAX_MEMBERS }, (_, n) => [`k${n}`, n]));
    expect(parse(JSON.stringify(members))).toEqual(members);
    expect(parse('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH))).toBeInstanceOf(Array);
    expect(() => parse(JSON.stringify({ ...members, more: 1 }))).toThrow('more than 1000 members');
    expect(() => parse('['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1))).toThrow('deeper than 32 levels');
  });

  it('takes brackets, colons and quotes inside a text for what they are', () => {
    const body = { 'a":{[': '["'.repeat(100), b: '\\":\\' };
    expect(parse(JSON.stringify(body))).toEqual(body);
  });
});
