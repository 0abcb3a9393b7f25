import { bearerToken } from './bearer-token';

describe('the bearer token of a request', () => {
  it.each([
    ['Bearer abc.def-_~+/9==', 'abc.def-_~+/9=='],
    ['bearer  abc', 'abc'],
    ['BEARER abc', 'abc'],
  ])('is read from %j', (header, token) => expect(bearerToken(header)).toBe(token));

  it.each([undefined, '', 'Bearer', 'Basic abc', 'abc', ' Bearer abc', 'Bearerabc', 'Token Bearer abc'])(
    'is none in %j',
    (header) => expect(bearerToken(header)).toBeUndefined(),
  );

  it('is none when it is longer than any of ours', () => {
    expect(bearerToken(`Bearer ${'a'.repeat(5_000)}`)).toBeUndefined();
  });
});
