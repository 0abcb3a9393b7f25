// The session belongs to the address of the page; here there is none.
jest.mock('./session', () => ({ sessionUserId: { value: 'anna' } }));
jest.mock('./api', () => ({
  api: { POST: () => undefined },
  answerOf: () => Promise.resolve({ ticket: 'a-ticket' }),
}));
jest.mock('vue', () => ({
  ref: (value: unknown) => ({ value }),
  readonly: (value: unknown) => value,
  watch: (source: { value: unknown }, act: (value: unknown) => void) => act(source.value),
}));

import { listen, liveState, startLive } from './live';

class PageSocket extends EventTarget {
  static readonly opened: PageSocket[] = [];
  close = jest.fn();

  constructor(readonly address: string) {
    super();
    PageSocket.opened.push(this);
  }

  say(frame: object): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(frame) }));
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const newest = () => PageSocket.opened.at(-1)!;
const heard: unknown[] = [];

beforeAll(async () => {
  jest.useFakeTimers();
  const location = { href: 'https://game.example.com/', protocol: 'https:' };
  Object.assign(globalThis, { WebSocket: PageSocket, window: new EventTarget(), document: page, location });
  listen(({ id }) => void heard.push(id));
  startLive(() => 'en');
  await jest.advanceTimersByTimeAsync(0);
});
afterAll(() => void jest.useRealTimers());

describe('an open socket', () => {
  it('is kept while heartbeats come over it, which nobody is told of', async () => {
    newest().say({ type: 'ready', data: { lastId: '41', heartbeatSeconds: 30 } });
    for (let minute = 0; minute < 10; minute++) {
      await jest.advanceTimersByTimeAsync(60_000);
      newest().say({ type: 'heartbeat' });
    }
    newest().say({ id: '42', type: 'item.used', at: '', data: {} });
    expect(PageSocket.opened).toHaveLength(1);
    expect(heard).toEqual(['42']);
    expect(liveState.value).toBe('live');
  });

  it('over which nothing comes any more is given up for another, which goes on after the last id', async () => {
    const silent = newest();
    silent.say({ type: 'heartbeat' });
    await jest.advanceTimersByTimeAsync(74_000);
    expect(PageSocket.opened).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(silent.close).toHaveBeenCalled();
    expect(PageSocket.opened).toHaveLength(2);
    expect(newest().address).toBe('wss://game.example.com/ws?after=42');
  });

  it('of a server that shows no heartbeats is left alone', async () => {
    newest().say({ type: 'ready', data: { lastId: '42' } });
    await jest.advanceTimersByTimeAsync(600_000);
    expect(PageSocket.opened).toHaveLength(2);
  });
});
