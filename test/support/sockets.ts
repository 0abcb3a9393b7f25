import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { eventually } from './eventually';
import { call, type TestUser } from './players';

export interface Frame {
  id: string;
  type: string;
  at: string;
  data: Record<string, unknown>;
}

/** A player's socket, and all that came over it. */
export interface TestSocket {
  socket: WebSocket;
  frames: Frame[];
  /** Without `ready` and heartbeats. */
  told: () => Frame[];
  isReady: () => boolean;
  send: (message: unknown) => void;
  /** The code with which it was closed. */
  closed: Promise<number>;
  end: () => Promise<void>;
}

export interface SocketRefusal {
  status: number;
  code: string;
}

export interface SocketWish extends ClientOptions {
  after?: string;
  /** Instead of a ticket that is asked for. */
  credential?: string;
  protocols?: string[];
}

export async function ticketOf(app: { url: string }, { token }: TestUser, language?: string): Promise<string> {
  const headers = language === undefined ? undefined : { 'accept-language': language };
  const { body, text } = await call<{ ticket: string }>(app, '/notifications/ticket', {
    method: 'POST',
    token,
    headers,
  });
  if (body.ticket === undefined) throw new Error(text);
  return body.ticket;
}

/** Opens one, with a ticket unless another credential is given, and waits for the handshake. */
export async function openSocket(app: { url: string }, user: TestUser, wish: SocketWish = {}): Promise<TestSocket> {
  const result = await tryToOpen(app, { credential: `ticket.${await ticketOf(app, user)}`, ...wish });
  if ('status' in result) throw new Error(`Refused: ${result.status} ${result.code}`);
  return result;
}

/** Opens one that is caught up. */
export async function readySocket(app: { url: string }, user: TestUser, wish: SocketWish = {}): Promise<TestSocket> {
  const socket = await openSocket(app, user, wish);
  await eventually(() => expect(socket.isReady()).toBe(true));
  return socket;
}

export async function tryToOpen(
  { url }: { url: string },
  { after, credential = 'ticket.none', protocols, ...options }: SocketWish,
): Promise<TestSocket | SocketRefusal> {
  const address = `${url.replace('http', 'ws')}/ws${after === undefined ? '' : `?after=${after}`}`;
  const socket = new WebSocket(address, protocols ?? ['florin', credential], options);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  const refused = refusalOf(socket);
  const opened = once(socket, 'open').then(() => undefined);
  opened.catch(() => undefined);
  const refusal = await Promise.race([refused, opened]);
  socket.on('error', () => undefined);
  if (refusal !== undefined) return refusal;
  return {
    socket,
    frames,
    told: () => frames.filter(({ type }) => type !== 'ready' && type !== 'heartbeat'),
    isReady: () => frames.some(({ type }) => type === 'ready'),
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    closed,
    end: async () => {
      socket.close();
      await closed;
    },
  };
}

function refusalOf(socket: WebSocket): Promise<SocketRefusal> {
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { code } = JSON.parse(text === '' ? '{}' : text) as { code?: string };
        resolve({ status: response.statusCode ?? 0, code: code ?? '' });
      });
    });
    socket.once('error', reject);
  });
}
