import { ref } from 'vue';

const mockSession = { mark: true, user: ref<string | null>(null), renew: jest.fn<Promise<void>, []>() };
// The session belongs to the address of the page; here there is none.
jest.mock('./session', () => ({
  followOtherTabs: () => {},
  wasSignedIn: () => mockSession.mark,
  renew: () => mockSession.renew(),
  isSignedIn: {
    get value() {
      return mockSession.user.value !== null;
    },
  },
}));

import { askNow, isAsking, isSessionUnsure, isVisitor, restore, whenKnown } from './restoration';

const away = () => Promise.reject(new Error('503'));
const holds = () => Promise.resolve(void (mockSession.user.value = 'anna'));
const ended = () => Promise.resolve(void (mockSession.mark = false));

describe('the session of an earlier visit', () => {
  beforeAll(() => Object.assign(globalThis, { addEventListener: () => {} }));
  beforeEach(() => {
    jest.useFakeTimers();
    mockSession.mark = true;
    mockSession.user.value = null;
    mockSession.renew.mockReset();
  });
  afterEach(() => jest.useRealTimers());

  it('is gone on with', async () => {
    mockSession.renew.mockImplementation(holds);
    await restore();
    expect([isSessionUnsure.value, isVisitor.value]).toEqual([false, false]);
  });

  it('is not asked for where nobody was signed in', async () => {
    mockSession.mark = false;
    await restore();
    expect([isSessionUnsure.value, isVisitor.value]).toEqual([false, true]);
    expect(mockSession.renew).not.toHaveBeenCalled();
  });

  it('has ended when the server says so', async () => {
    mockSession.renew.mockImplementation(ended);
    await restore();
    expect([isSessionUnsure.value, isVisitor.value]).toEqual([false, true]);
  });

  it('is neither there nor gone while nobody answers, and is asked for until somebody does', async () => {
    mockSession.renew.mockImplementationOnce(away).mockImplementationOnce(away).mockImplementationOnce(holds);
    const shown = restore();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(mockSession.renew).toHaveBeenCalledTimes(2);
    expect([isSessionUnsure.value, isVisitor.value]).toEqual([true, false]);

    await jest.advanceTimersByTimeAsync(2_000);
    await Promise.all([shown, whenKnown()]);
    expect([isSessionUnsure.value, isVisitor.value]).toEqual([false, false]);
    expect(mockSession.renew).toHaveBeenCalledTimes(3);
  });

  it('does not keep the page waiting for a slow answer', async () => {
    let answer = (): void => {};
    mockSession.renew.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const shown = restore();
    await jest.advanceTimersByTimeAsync(3_000);
    await shown;
    expect([isSessionUnsure.value, isVisitor.value, isAsking.value]).toEqual([true, false, true]);
    answer();
    await whenKnown();
    expect([isSessionUnsure.value, isAsking.value]).toEqual([false, false]);
  });

  it('is asked for at once by whoever does not want to wait', async () => {
    mockSession.renew.mockImplementationOnce(away).mockImplementationOnce(holds);
    void restore();
    await jest.advanceTimersByTimeAsync(1);
    expect(isAsking.value).toBe(false);
    askNow();
    await whenKnown();
    expect(mockSession.renew).toHaveBeenCalledTimes(2);
  });

  it('is not asked for any more once another tab has ended it', async () => {
    mockSession.renew.mockImplementation(away);
    void restore();
    await jest.advanceTimersByTimeAsync(1);
    mockSession.mark = false;
    askNow();
    await whenKnown();
    expect(isVisitor.value).toBe(true);
  });
});
