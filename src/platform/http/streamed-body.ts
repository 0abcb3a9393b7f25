import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UnsupportedMediaType } from './http.errors';

declare module 'fastify' {
  interface FastifyContextConfig {
    takesStreamedBody?: true;
  }
}

/** Nobody sends it: it leads the bodies of such routes to the parser that leaves them alone. */
const STREAM_TYPE = 'application/vnd.florin.stream';
const SILENCE_MS = 30_000;
const LONGEST_MS = 15 * 60_000;

const patient = new WeakSet<Socket>();

/** Hands the handler the body as it comes, of any content type and size: `streamedBody` says how. */
export function TakesStreamedBody(): MethodDecorator {
  return RouteConfig({ takesStreamedBody: true });
}

/** Must be called before routes are added. */
export function allowStreamedBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(STREAM_TYPE, (request, payload, done) => {
    if (request.routeOptions.config.takesStreamedBody) done(null, payload);
    else done(new UnsupportedMediaType());
  });
  fastify.addHook('onRoute', (route) => {
    if (!route.config?.takesStreamedBody) return;
    route.preParsing = (request, _, payload, done) => {
      request.headers['content-type'] = STREAM_TYPE;
      done(null, payload);
    };
  });
}

/**
 * The body of a request that may take longer than others, for the guard let it in: a quarter of an hour, and half a
 * minute without a byte. The connection ends with the answer, for nobody reads what is left.
 */
export function streamedBody(request: FastifyRequest, reply: FastifyReply): IncomingMessage {
  const { raw } = request;
  reply.header('connection', 'close');
  patient.add(raw.socket);
  raw.setTimeout(SILENCE_MS, () => raw.destroy());
  const timer = setTimeout(() => raw.destroy(), LONGEST_MS).unref();
  reply.raw.once('close', () => clearTimeout(timer));
  return raw;
}

/** Whether Node's own limit for requests does not count here. */
export function isPatient(socket: Socket): boolean {
  return patient.has(socket);
}
