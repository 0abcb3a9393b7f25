import { withoutNames } from './without-names';

describe('a text without the names of somebody', () => {
  it.each([
    ['Asked for by ann@example.com.', 'Asked for by [erased].'],
    ['ANN@Example.com wrote; so did Ann.', '[erased] wrote; so did [erased].'],
    ['<ann@example.com>,ann;', '<[erased]>,[erased];'],
    ['Annual cleaning, planned by the channel', 'Annual cleaning, planned by the channel'],
    ['annXexample.com', 'annXexample.com'],
    ['', ''],
  ])('%j is %j', (text, expected) => {
    expect(withoutNames(text, ['ann@example.com', 'ann'])).toBe(expected);
  });

  it('takes names as they are spelled, not as patterns', () => {
    expect(withoutNames('a.b+c@x.io and aab', ['a.b+c@x.io', null])).toBe('[erased] and aab');
    expect(withoutNames('(x) [y] $&', ['$&'])).toBe('(x) [y] [erased]');
  });
});
