import type { Config } from '../config/config';
import type { OutboxHorizon } from './outbox-horizon';
import type { OutboxReaders } from './outbox-readers';
import type { OutboxSignal } from './outbox-signal';
import { OutboxWorker } from './outbox-worker';

/** The clock of the tests moves the timers of the language, and not those that make promises. */
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms, value);
      const abort = () => {
        clearTimeout(timer);
        reject(new Error('aborted'));
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
    }),
}));

let ring: () => void;
let worker: OutboxWorker;

/** Begins a worker with one reader, which has so many events to read each time, or none ever. */
async function begin(events: number, { isHeldBack = false } = {}) {
  const look = jest.fn(() => Promise.resolve({ settledId: 1, server: '', isHeldBack }));
  const readTo = jest.fn(() => Promise.resolve(events));
  const reader = { isBehind: () => events > 0, readTo };
  worker = new OutboxWorker(
    { runsWorkers: true } as Config,
    { open: () => Promise.resolve([reader]) } as unknown as OutboxReaders,
    { look } as unknown as OutboxHorizon,
    { onRing: (listener: () => void) => (ring = listener) } as unknown as OutboxSignal,
  );
  await worker.onApplicationBootstrap();
  return { look, readTo };
}

/** Rings a hundred times in a second. */
async function aLoudSecond(): Promise<void> {
  for (let ms = 0; ms < 1_000; ms += 10) {
    ring();
    await jest.advanceTimersByTimeAsync(10);
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(async () => {
  await worker.beforeApplicationShutdown();
  jest.useRealTimers();
});

describe('The worker of the outbox', () => {
  it('looks at once when it is rung after a silence', async () => {
    const { look } = await begin(0);
    await jest.advanceTimersByTimeAsync(500);
    expect(look).toHaveBeenCalledTimes(1);
    ring();
    await jest.advanceTimersByTimeAsync(0);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['few', 1, 20],
    ['many', 1_000, 5],
  ])('while each look brings %s events looks so many times a second', async (_, events, times) => {
    const { readTo } = await begin(events);
    await aLoudSecond();
    expect(Math.abs(readTo.mock.calls.length - times)).toBeLessThanOrEqual(1);
  });

  it('looks twice before it reads while transactions hold the log back', async () => {
    const { look, readTo } = await begin(1, { isHeldBack: true });
    expect([look, readTo].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    await jest.advanceTimersByTimeAsync(25);
    expect([look, readTo].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
  });
});
