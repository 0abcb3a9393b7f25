import type { Choice } from '../confirmed';

interface Someone {
  isGuest: boolean;
}
const mockHere: { user: Someone | null; elsewhere: Someone | null } = { user: null, elsewhere: null };
const mockAsk = jest.fn<Promise<Choice>, string[]>();
const mockPush = jest.fn();
jest.mock('../../client/session', () => ({
  currentUser: {
    get value() {
      return mockHere.user;
    },
  },
  joinOtherTabs: () => Promise.resolve(void (mockHere.user ??= mockHere.elsewhere)),
}));
jest.mock('../confirmed', () => ({ chosen: (...said: string[]) => mockAsk(...said) }));
jest.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }));
jest.mock('vue-router', () => ({ useRouter: () => ({ push: mockPush }) }));

import { useGuestFarewell } from './useGuestFarewell';

const { mayLeave } = useGuestFarewell();

describe('the farewell to a guest', () => {
  beforeEach(() => {
    Object.assign(mockHere, { user: null, elsewhere: null });
    mockAsk.mockReset();
    mockPush.mockReset();
  });

  it('is asked for of the guest of another tab too', async () => {
    mockHere.elsewhere = { isGuest: true };
    mockAsk.mockResolvedValue('neither');
    await expect(mayLeave()).resolves.toBe(false);
    mockAsk.mockResolvedValue('yes');
    await expect(mayLeave()).resolves.toBe(true);
    expect(mockPush).not.toHaveBeenCalled();
  });

  it('leads who stays to where they become an account', async () => {
    mockHere.user = { isGuest: true };
    mockAsk.mockResolvedValue('no');
    await expect(mayLeave()).resolves.toBe(false);
    expect(mockPush).toHaveBeenCalledWith({ name: 'account' });
  });

  it('is not asked for where nobody would be lost', async () => {
    await expect(mayLeave()).resolves.toBe(true);
    mockHere.elsewhere = { isGuest: false };
    await expect(mayLeave()).resolves.toBe(true);
    expect(mockAsk).not.toHaveBeenCalled();
  });
});
