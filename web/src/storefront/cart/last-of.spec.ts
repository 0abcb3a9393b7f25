import { cartSettled, lastOf } from './last-of';

describe('the quantity of a line', () => {
  const sent: number[] = [];
  const send = (quantity: number) => Promise.resolve(sent.push(quantity) > 0);
  /** What was answered to who waits for the cart; null while nothing was. */
  const waiting = () => {
    const answer: { isTaken: boolean | null } = { isTaken: null };
    void cartSettled().then((isTaken) => (answer.isTaken = isTaken));
    return answer;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    sent.length = 0;
  });
  afterEach(() => jest.useRealTimers());

  it('is sent once it stands still, the last one alone', async () => {
    const { choose } = lastOf(send);
    for (const quantity of [2, 3, 4]) {
      choose(quantity);
      await jest.advanceTimersByTimeAsync(300);
    }
    const cart = waiting();
    await jest.advanceTimersByTimeAsync(0);
    expect([sent, cart.isTaken]).toEqual([[], null]);
    await jest.advanceTimersByTimeAsync(100);
    expect([sent, cart.isTaken]).toEqual([[4], true]);
  });

  it('is sent after the one that is under way, not beside it', async () => {
    const answers: ((isTaken: boolean) => void)[] = [];
    const { choose, flush } = lastOf((quantity: number) => {
      sent.push(quantity);
      return new Promise<boolean>((resolve) => answers.push(resolve));
    });
    choose(2);
    void flush();
    choose(3);
    const cart = waiting();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([sent, cart.isTaken]).toEqual([[2], null]);
    answers[0](true);
    await jest.advanceTimersByTimeAsync(0);
    expect([sent, cart.isTaken]).toEqual([[2, 3], null]);
    answers[1](true);
    await jest.advanceTimersByTimeAsync(0);
    expect(cart.isTaken).toBe(true);
  });

  it('is sent at once by whoever leaves, and not at all for a line that is removed', async () => {
    const { choose, flush, drop } = lastOf(send);
    choose(5);
    await flush();
    choose(6);
    drop();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([5]);
    await expect(cartSettled()).resolves.toBe(true);
  });

  it('that was refused is told to who waits for it, and to nobody later', async () => {
    const { choose } = lastOf(() => Promise.resolve(false));
    choose(7);
    const cart = waiting();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(cart.isTaken).toBe(false);
    await expect(cartSettled()).resolves.toBe(true);
  });
});
