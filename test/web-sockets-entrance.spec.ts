import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { call, makeUser, type TestUser } from './support/players';
import { sessionsOf } from './support/sessions';
import { openSocket, type SocketWish, ticketOf, tryToOpen } from './support/sockets';

const ORIGIN = 'https://game.example.com';

let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp({ WS_ORIGINS: ORIGIN });
  player = await makeUser(app);
});
afterAll(() => app.close());

const refusal = async (wish: SocketWish) => {
  const result = await tryToOpen(app, wish);
  if (!('status' in result)) throw new Error('It was let in.');
  return result;
};
const withTicket = async (wish: SocketWish = {}) => ({ credential: `ticket.${await ticketOf(app, player)}`, ...wish });

describe('whoever wants a socket', () => {
  it('is let in by a ticket, once', async () => {
    const wish = await withTicket();
    const first = await tryToOpen(app, wish);
    expect(first).toHaveProperty('closed');
    if ('end' in first) await first.end();
    expect(await refusal(wish)).toEqual({ status: 401, code: 'auth.unauthorized' });
  });

  it('is let in once when one ticket comes twenty times at the same moment', async () => {
    const wish = await withTicket();
    const results = await Promise.all(Array.from({ length: 20 }, () => tryToOpen(app, wish)));
    const opened = results.filter((result) => 'end' in result);
    expect(opened).toHaveLength(1);
    for (const socket of opened) await socket.end();
  });

  it('is let in by an access token in a subprotocol', async () => {
    const { end, socket } = await openSocket(app, player, { credential: `bearer.${player.token}` });
    expect(socket.protocol).toBe('florin');
    await end();
  });

  it('is refused with a ticket that is too old', async () => {
    const wish = await withTicket();
    await app.database.query(`update socket_tickets set expires_at = now() - interval '1 second'`);
    expect(await refusal(wish)).toEqual({ status: 401, code: 'auth.unauthorized' });
  });

  it.each([
    ['nothing', { protocols: [] }],
    ['no credential', { protocols: ['florin'] }],
    ['a made-up ticket', { credential: `ticket.${'a'.repeat(43)}` }],
    ['a made-up token', { credential: 'bearer.a.b.c' }],
    ['the token in a header', { protocols: ['florin'], headers: { authorization: 'Bearer x' } }],
  ])('is refused with %s, as a request is', async (_, wish) => {
    expect(await refusal(wish)).toEqual({ status: 401, code: 'auth.unauthorized' });
  });

  it('is refused when their session has ended, or they are blocked, whatever the token says', async () => {
    const { register, post } = sessionsOf(() => app);
    const session = await register();
    const ended = { id: session.user.id, token: session.accessToken };
    const credential = `ticket.${await ticketOf(app, ended)}`;
    await post('logout', { refreshToken: session.refreshToken });
    expect(await refusal({ credential })).toEqual({ status: 401, code: 'auth.unauthorized' });
    expect((await refusal({ credential: `bearer.${session.accessToken}` })).status).toBe(401);

    const blocked = await makeUser(app);
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [blocked.id]);
    expect((await refusal({ credential: `bearer.${blocked.token}` })).status).toBe(401);
  });

  it('is refused with the key of a server, which is told by webhooks', async () => {
    const server = await makeUser(app, { role: 'service' });
    expect(await refusal({ credential: `bearer.${server.token}` })).toEqual({ status: 403, code: 'auth.forbidden' });
    expect((await call(app, '/notifications/ticket', { method: 'POST', token: server.token })).status).toBe(403);
    expect((await call(app, '/notifications', { token: server.token })).status).toBe(403);
  });

  it('is refused on a page of a foreign origin, before the ticket is looked at', async () => {
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`]) {
      expect(await refusal(await withTicket({ origin }))).toEqual({ status: 403, code: 'socket.foreign_origin' });
    }
    for (const origin of [ORIGIN, app.url]) {
      const opened = await tryToOpen(app, await withTicket({ origin }));
      expect(opened).toHaveProperty('end');
      if ('end' in opened) await opened.end();
    }
  });

  it('is refused with an id that is none', async () => {
    expect(await refusal(await withTicket({ after: 'yesterday' }))).toEqual({ status: 400, code: 'request.invalid' });
  });

  it('is refused without an upgrade', async () => {
    const { status, body } = await call(app, '//ws');
    expect([status, body.code]).toEqual([400, 'socket.no_upgrade']);
  });

  it('leaves nothing behind when they were refused, or went away', async () => {
    const connections: Socket[] = [];
    const note = (connection: Socket) => connections.push(connection);
    const server: Server = app.app.getHttpServer();
    server.on('connection', note);
    await Promise.all(Array.from({ length: 20 }, () => refusal({ credential: 'ticket.none' })));
    const { port } = new URL(app.url);
    for (let n = 0; n < 20; n++) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.end(
        `GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
          `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: florin, ticket.none\r\n\r\n`,
      );
      socket.destroySoon();
    }
    await eventually(() => expect(connections).toHaveLength(40));
    server.off('connection', note);
    await eventually(() => expect(connections.filter(({ destroyed }) => !destroyed)).toHaveLength(0));
  });

  it('offers another protocol, and is answered in this one, again and again', async () => {
    const { hostname, port } = new URL(app.url);
    const body = JSON.stringify({ username: 'nobody', password: 'x'.repeat(70_000) });
    const offer =
      'Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAA\r\n';
    const login = `POST /api/v1/auth/login HTTP/1.1\r\n${offer}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const later = [
      `GET /health/live HTTP/1.1\r\n${offer}\r\n`,
      'GET /health/live HTTP/1.1\r\nConnection: close\r\nHost: a\r\n\r\n',
    ];
    const answers = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), hostname);
      socket.on('data', (chunk) => {
        text += chunk.toString();
        socket.write(later.shift() ?? '');
      });
      socket.on('close', () => resolve(text)).on('error', reject);
      socket.write(login + body);
    });
    expect(answers).toContain('password');
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect({ statuses, answers: statuses.length === 3 ? '' : answers }).toEqual({
      statuses: ['400', '200', '200'],
      answers: '',
    });
  });

  it.each([
    [
      'behind a request that is not answered yet',
      'GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\nGET /ws HTTP/1.1\r\n',
      '',
    ],
    ['where there is none', 'GET /api/v1/users/me HTTP/1.1\r\n', ''],
    [
      'with a body',
      'POST /api/v1/auth/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n',
      '{"a":"b"}',
    ],
    [
      'with half a body',
      'POST /api/v1/auth/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n',
      '{"a',
    ],
    ['without what a handshake needs', 'GET /ws HTTP/1.1\r\nSec-WebSocket-Protocol: florin, bearer.TOKEN\r\n', ''],
  ])('does no harm by asking %s', async (_, request, body) => {
    const { hostname, port } = new URL(app.url);
    const text = request.replace('TOKEN', player.token);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.on('data', () => undefined).on('close', () => resolve());
      socket.end(`${text}Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n${body}`);
    });
    expect((await call(app, '//health/live')).status).toBe(200);
  });
});
