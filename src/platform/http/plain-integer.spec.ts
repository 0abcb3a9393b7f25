import { InvalidRequest } from '../errors/platform.errors';
import { InputPipe } from './input.pipe';
import { IntegerText, PlainInteger } from './plain-integer';

class Body {
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER })
  amount: number;

  @PlainInteger({ min: -5, max: 5, optional: true })
  change?: number;
}

class Query {
  @IntegerText({ min: -10, max: Number.MAX_SAFE_INTEGER, optional: true })
  page: number = 1;
}

const pipe = new InputPipe();
const body = (value: unknown) => pipe.transform(value, { type: 'body', metatype: Body });
const query = (value: unknown) => pipe.transform(value, { type: 'query', metatype: Query });

describe('PlainInteger', () => {
  it.each([1, 7, Number.MAX_SAFE_INTEGER])('lets %p pass as it is', (amount) => {
    expect(body({ amount })).toEqual({ amount });
  });

  it.each([0, -1, 1.5, 2 ** 53, NaN, Infinity, '1', '', true, null, undefined, [1], { valueOf: () => 1 }, 1n])(
    'refuses %p',
    (amount) => {
      expect(() => body({ amount })).toThrow(InvalidRequest);
    },
  );

  it('may be absent where it is optional, but not null', () => {
    expect(body({ amount: 1 })).toEqual({ amount: 1 });
    expect(() => body({ amount: 1, change: null })).toThrow('change must be a whole number from -5 to 5');
  });
});

describe('IntegerText', () => {
  it.each([
    ['0', 0],
    ['-7', -7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('reads %s', (page, expected) => {
    expect(query({ page })).toEqual({ page: expected });
  });

  it('keeps its default where nothing is given', () => {
    expect(query({})).toEqual({ page: 1 });
  });

  it.each(['', ' 1', '+1', '01', '-0', '1.0', '1e3', '0x10', '9007199254740992', '99999999999999999999', '١', ['1']])(
    'refuses %p',
    (page) => {
      expect(() => query({ page })).toThrow(InvalidRequest);
    },
  );
});
