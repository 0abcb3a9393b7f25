import { VerifiedTokens } from './verified-tokens';

const player = { id: 'p', role: 'player' } as const;

describe('the memory of verified tokens', () => {
  it('forgets a token when it expires', () => {
    let now = 0;
    const tokens = new VerifiedTokens(10, () => now);
    tokens.remember('t', player, 1_000);
    now = 999;
    expect(tokens.find('t')).toBe(player);
    now = 1_000;
    expect(tokens.find('t')).toBeUndefined();
  });

  it('keeps those who are seen and lets go of the others', () => {
    const tokens = new VerifiedTokens(10, () => 0);
    tokens.remember('regular', player, 1);
    tokens.remember('once', player, 1);
    for (let i = 0; i < 100; i++) {
      tokens.remember(`visitor ${i}`, player, 1);
      expect(tokens.find('regular')).toBe(player);
    }
    expect(tokens.find('once')).toBeUndefined();
    expect(tokens.find('visitor 99')).toBe(player);
  });
});
