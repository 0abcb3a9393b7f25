import { credentialOf, isAllowedOrigin } from './socket-offer';

describe('what a client offers to open a socket', () => {
  it.each([
    ['florin, ticket.abc-_1', { kind: 'ticket', text: 'abc-_1' }],
    ['florin,bearer.a.b.c', { kind: 'bearer', text: 'a.b.c' }],
  ])('is read in %s', (header, credential) => {
    expect(credentialOf(header)).toEqual(credential);
  });

  it.each([
    undefined,
    '',
    'florin',
    'ticket.abc, florin',
    'florin, ticket.',
    'florin, abc',
    'florin, ticket.a, bearer.b',
    'other, ticket.abc',
    `florin, ticket.${'a'.repeat(10_000)}`,
  ])('is refused: %.40s', (header) => {
    expect(credentialOf(header)).toBeUndefined();
  });
});

describe('the origin of a page', () => {
  const named = ['https://game.example.com'];

  it.each([
    [undefined, 'florin.example.com'],
    ['https://florin.example.com', 'florin.example.com'],
    ['https://florin.example.com', 'FLORIN.example.com'],
    ['http://127.0.0.1:3000', '127.0.0.1:3000'],
    ['https://game.example.com', 'florin.example.com'],
  ])('%s may speak to %s', (origin, host) => {
    expect(isAllowedOrigin(origin, host, named)).toBe(true);
  });

  it.each([
    ['https://evil.example', 'florin.example.com'],
    ['https://game.example.com.evil.example', 'florin.example.com'],
    ['http://127.0.0.1:3001', '127.0.0.1:3000'],
    ['null', 'florin.example.com'],
    ['', 'florin.example.com'],
    ['https://florin.example.com', undefined],
  ])('%s may not speak to %s', (origin, host) => {
    expect(isAllowedOrigin(origin, host, named)).toBe(false);
  });
});
