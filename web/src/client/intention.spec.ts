import { Problem } from './problem';

const mockSession = { user: 'anna' };
// The session belongs to the address of the page; here there is none.
jest.mock('./session', () => ({
  sessionUserId: {
    get value() {
      return mockSession.user;
    },
  },
  requireUser: (begunBy: string) => {
    if (begunBy !== mockSession.user) throw new Problem(0, 'client.session_changed', '');
  },
}));

import { isOpen, openIntention, untilAnswered } from './intention';

const NAME = ['purchase', 'sword'];
const stored = new Map<string, string>();
const pauses: number[] = [];
const pause = (ms: number) => Promise.resolve(void pauses.push(ms));
const keys: string[] = [];

/** Answers with these refusals, and with a receipt after them. */
function answering(...refusals: [status: number, code?: string, retryAfterSeconds?: number][]) {
  return (key: string) => {
    keys.push(key);
    const refusal = refusals.shift();
    if (refusal === undefined) return Promise.resolve('done');
    const [status, code = 'any', retryAfterSeconds] = refusal;
    return Promise.reject(new Problem(status, code, '', { retryAfterSeconds }));
  };
}

function distinctKeys(): number {
  return new Set(keys).size;
}

describe('what somebody wants once', () => {
  beforeAll(() => {
    Object.assign(globalThis, {
      sessionStorage: {
        getItem: (name: string) => stored.get(name) ?? null,
        setItem: (name: string, value: string) => void stored.set(name, value),
        removeItem: (name: string) => void stored.delete(name),
      },
    });
  });

  beforeEach(() => {
    stored.clear();
    keys.length = 0;
    pauses.length = 0;
    mockSession.user = 'anna';
  });

  it('is asked for under the same key until an answer comes', async () => {
    const onUnanswered = jest.fn();
    const act = answering([0], [503], [502], [504]);

    await expect(untilAnswered(NAME, 1, act, { onUnanswered, pause })).resolves.toBe('done');
    expect([keys.length, distinctKeys()]).toEqual([5, 1]);
    expect(onUnanswered).toHaveBeenCalledTimes(4);
    expect(openIntention(NAME)).toBeNull();
  });

  it('waits longer each time, up to five seconds, and as long as a quota needs', async () => {
    await untilAnswered(NAME, 1, answering([0], [0], [429, 'rate_limit.exceeded', 7], [0], [0], [0]), { pause });
    expect(pauses).toEqual([500, 1_000, 7_000, 4_000, 5_000, 5_000]);
  });

  it('is another intention once it was refused', async () => {
    const broke = 'wallet.insufficient_funds';
    await expect(untilAnswered(NAME, 1, answering([402, broke]), { pause })).rejects.toMatchObject({ code: broke });
    await untilAnswered(NAME, 1, answering(), { pause });
    expect([keys.length, distinctKeys()]).toEqual([2, 2]);
  });

  it('keeps its key when somebody behind Florin is away', async () => {
    const away = answering([503, 'payment.provider_unavailable']);
    const error: unknown = await untilAnswered(NAME, 1, away, { pause }).catch((refused: unknown) => refused);
    expect(isOpen(error)).toBe(true);
    expect(openIntention(NAME)).toBe(1);

    await untilAnswered(NAME, 1, answering(), { pause });
    expect([keys.length, distinctKeys()]).toEqual([2, 1]);
  });

  it.each([401, 403, 408, 429, 500])(
    'is not told as refused by %d after no answer, and keeps its key',
    async (status) => {
      const act = answering([0], [status]);
      await expect(untilAnswered(NAME, 1, act, { pause })).rejects.toMatchObject({ code: 'client.outcome_unknown' });
      await untilAnswered(NAME, 1, answering(), { pause });
      expect([keys.length, distinctKeys()]).toEqual([3, 1]);
    },
  );

  it('says in the end that it does not know, and keeps its key', async () => {
    const never = (key: string) => answering([0])(key);
    await expect(untilAnswered(NAME, 1, never, { pause })).rejects.toMatchObject({ code: 'client.outcome_unknown' });
    await untilAnswered(NAME, 1, answering(), { pause });
    expect([keys.length, distinctKeys()]).toEqual([16, 1]);
  });

  it('is not asked for by somebody else who signed in meanwhile', async () => {
    const act = (key: string) => {
      keys.push(key);
      mockSession.user = 'boris';
      return Promise.reject(new Problem(0, 'client.unreachable', ''));
    };
    await expect(untilAnswered(NAME, 1, act, { pause })).rejects.toMatchObject({ code: 'client.session_changed' });
    expect(keys).toHaveLength(1);
    expect(openIntention(NAME)).toBeNull();

    mockSession.user = 'anna';
    expect(openIntention(NAME)).toBe(1);
  });
});
