import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { call, makeUser, times } from './support/players';
import { openSocket, readySocket, ticketOf, tryToOpen } from './support/sockets';

const MAX = 3;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ WS_MAX: String(MAX), WS_HEARTBEAT_SECONDS: '0.5' });
});
afterAll(() => app.close());

const open = async () => Number(/^florin_sockets_open (\d+)$/m.exec((await call(app, '//metrics')).text)?.[1]);

describe('a process', () => {
  it('has so many sockets at most; who wants one more is told when to come again, and keeps the ticket', async () => {
    const sockets = await Promise.all(times(MAX, async () => openSocket(app, await makeUser(app))));
    const credential = `ticket.${await ticketOf(app, await makeUser(app))}`;
    const wanting = new WebSocket(`${app.url.replace('http', 'ws')}/ws`, ['florin', credential]);
    const [, answer] = (await once(wanting, 'unexpected-response')) as [unknown, IncomingMessage];
    answer.resume();
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);

    await sockets[0].end();
    await eventually(async () => expect(await open()).toBe(MAX - 1));
    const next = await tryToOpen(app, { credential });
    expect(next).toHaveProperty('closed');
    if ('end' in next) await next.end();
    await Promise.all(sockets.slice(1).map((socket) => socket.end()));
  });

  it('has no more than that though all of them come at once', async () => {
    const credentials = await Promise.all(
      times(2 * MAX, async () => `ticket.${await ticketOf(app, await makeUser(app))}`),
    );
    const results = await Promise.all(credentials.map((credential) => tryToOpen(app, { credential })));
    const opened = results.filter((result) => 'end' in result);
    const refused = results.filter((result) => 'status' in result);
    expect([opened.length, refused.length]).toEqual([MAX, MAX]);
    for (const refusal of refused) expect(refusal).toEqual({ status: 503, code: 'service.unavailable' });
    await Promise.all(opened.map((socket) => socket.end()));
  });
});

describe('a page', () => {
  it('is told how often it is shown that somebody is there, and is shown that', async () => {
    await eventually(async () => expect(await open()).toBe(0));
    const socket = await readySocket(app, await makeUser(app));
    expect(socket.frames[0]).toMatchObject({ type: 'ready', data: { heartbeatSeconds: 0.5 } });
    await eventually(() => {
      expect(socket.frames.filter(({ type }) => type === 'heartbeat').length).toBeGreaterThan(1);
    });
    expect(socket.frames.at(-1)).toEqual({ type: 'heartbeat' });
    await socket.end();
  });
});
