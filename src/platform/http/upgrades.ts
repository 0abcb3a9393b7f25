import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A connection that its client wants to use for something else than HTTP. */
export interface Upgrade {
  request: IncomingMessage;
  socket: Socket;
  /** What arrived after the request. */
  head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();
const ignore = () => undefined;

/**
 * A request to upgrade is routed like all others: it has an id, an address, limits and refusals as they have. Its route
 * may take the connection; if none does, it is answered and closed.
 */
export function routeUpgrades(fastify: FastifyInstance): void {
  fastify.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Who asks before an answer is complete could only get two answers at once.
    if (isAnswered(socket)) return socket.destroy();
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      return serveAsIs(fastify.server, request, socket, head);
    }
    // Node has stopped listening for errors, and whoever takes the connection does not listen yet.
    socket.on('error', ignore);
    upgrades.set(request, { request, socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => socket.destroySoon());
    fastify.routing(request, response);
  });
}

/** Node refuses to assign a second response to a socket, and says nowhere else that there is one. */
function isAnswered(socket: Socket): boolean {
  return (socket as Socket & { _httpMessage?: unknown })._httpMessage != null;
}

/**
 * Whoever offers another protocol, as Java does with HTTP/2, may be answered in this one (RFC 9110, 7.8). Node asks nobody
 * which upgrades are wanted, and has left the rest of the request unread: it comes again, without the offer.
 */
function serveAsIs(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let n = 0; n < rawHeaders.length; n += 2) {
    if (!/^(upgrade|connection)$/i.test(rawHeaders[n])) lines.push(`${rawHeaders[n]}: ${rawHeaders[n + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

export function upgradeOf(request: FastifyRequest): Upgrade | undefined {
  return upgrades.get(request.raw);
}

/** From here on nobody else answers. */
export function takeUpgrade(upgrade: Upgrade, reply: FastifyReply): void {
  reply.hijack();
  reply.raw.detachSocket(upgrade.socket);
  upgrade.socket.off('error', ignore);
}
