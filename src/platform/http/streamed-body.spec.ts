import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { answerUnreadable } from './client-error';
import { allowStreamedBodies, streamedBody } from './streamed-body';

/** Node looks for requests that take too long this often. */
const LIMIT_MS = 200;

let fastify: FastifyInstance;
beforeEach(async () => {
  fastify = Fastify({
    requestTimeout: LIMIT_MS,
    http: { headersTimeout: LIMIT_MS, connectionsCheckingInterval: 20 },
    clientErrorHandler: answerUnreadable,
  });
  allowStreamedBodies(fastify);
  fastify.post('/streamed', { config: { takesStreamedBody: true } }, async (request, reply) => {
    let bytes = 0;
    for await (const piece of streamedBody(request, reply)) bytes += (piece as Buffer).length;
    return { bytes };
  });
  fastify.post('/other', () => ({}));
  await fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => fastify.close());

function send(path: string, head: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`);
  return { socket, answer: once(socket, 'close').then(() => text) };
}

describe('a streamed body', () => {
  it('may take longer than other requests, which are cut off', async () => {
    const slow = send('/streamed', 'Content-Type: application/json\r\nContent-Length: 4');
    slow.socket.write('ab');
    // Begun later, and ended by Node: the other one has had its time too.
    expect(await send('/other', 'Content-Type: application/json\r\nContent-Length: 4').answer).not.toContain('200');
    slow.socket.write('cd');
    const text = await slow.answer;
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*{"bytes":4}$/);
  });

  it('is for the routes that ask for it, whatever type a client names', async () => {
    const head = 'Content-Type: application/vnd.florin.stream\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx';
    expect(await send('/other', head).answer).toContain('Send application/json');
    expect(await send('/streamed', head).answer).toContain('{"bytes":1}');
  });
});
