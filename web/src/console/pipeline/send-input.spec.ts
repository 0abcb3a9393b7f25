import { Problem } from '../../client/problem';

const mockSession = { user: 'anna', token: 'old' };
jest.mock('../../client/session', () => ({
  sessionUserId: {
    get value() {
      return mockSession.user;
    },
  },
  accessToken: () => Promise.resolve(mockSession.token),
  renew: () => Promise.resolve(void (mockSession.token = 'new')),
  requireUser: (begunBy: string) => {
    if (begunBy !== mockSession.user) throw new Problem(0, 'client.session_changed', '');
  },
}));

import { sendInput } from './send-input';

const sent: string[] = [];
const aborted: string[] = [];
/** What the server answers to each, by the order in which they come; none: no answer comes. */
let answers: number[] = [];

class FakeRequest extends EventTarget {
  readonly upload = new EventTarget();
  readonly responseText = '{}';
  status = 0;
  private token = '';
  open(): void {}
  setRequestHeader(name: string, value: string): void {
    if (name === 'authorization') this.token = value;
  }
  send(): void {
    sent.push(this.token);
    const status = answers.shift();
    if (status === undefined) return;
    this.status = status;
    this.dispatchEvent(new Event('load'));
  }
  abort(): void {
    aborted.push(this.token);
    this.dispatchEvent(new Event('abort'));
  }
}

const FILE = {} as File;
const sendSessions = (signal = new AbortController().signal) => sendInput('sessions.csv', FILE, () => {}, signal);

describe('sending an input of the pipeline', () => {
  beforeAll(() => void Object.assign(globalThis, { XMLHttpRequest: FakeRequest }));
  beforeEach(() => {
    Object.assign(mockSession, { user: 'anna', token: 'old' });
    sent.length = 0;
    aborted.length = 0;
    answers = [];
  });

  it('goes once more with a new token when its own was refused', async () => {
    answers = [401, 201];
    await sendSessions();
    expect(sent).toEqual(['Bearer old', 'Bearer new']);
  });

  it('is never sent in the name of somebody else', async () => {
    const sending = sendSessions();
    mockSession.user = 'boris';
    await expect(sending).rejects.toMatchObject({ code: 'client.session_changed' });
    expect(sent).toEqual([]);
  });

  it('is not sent at all when nobody looks at it any more by the time that there is a token', async () => {
    const leaving = new AbortController();
    const sending = sendSessions(leaving.signal);
    leaving.abort();
    await expect(sending).rejects.toMatchObject({ code: 'client.unreachable' });
    expect(sent).toEqual([]);
  });

  it('ends when nobody looks at it any more', async () => {
    const leaving = new AbortController();
    const sending = sendSessions(leaving.signal);
    await Promise.resolve();
    await Promise.resolve();
    leaving.abort();
    await expect(sending).rejects.toMatchObject({ code: 'client.unreachable' });
    expect(aborted).toEqual(['Bearer old']);
  });
});
