// The session of a browser has no place here.
jest.mock('../../client/currencies', () => ({}));

import { firstWallet } from './first-wallet';

describe('the currency that a form begins with', () => {
  it('is the first one of the game that is in use', () => {
    expect(
      firstWallet([
        { code: 'USD', kind: 'real', isActive: true },
        { code: 'OLD', kind: 'virtual', isActive: false },
        { code: 'GEM', kind: 'virtual', isActive: true },
        { code: 'GOLD', kind: 'virtual', isActive: true },
      ]),
    ).toBe('GEM');
  });

  it('is none where the game has none', () => {
    expect(firstWallet([{ code: 'USD', kind: 'real', isActive: true }])).toBe('');
  });
});
