import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UnsupportedMediaType } from './http.errors';

/** Answers what went wrong before a handler could: a body that is too large, or a header that cannot be read. */
export type UnreadableAnswer = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

declare module 'fastify' {
  interface FastifyContextConfig {
    takesRawBody?: true;
    answerUnreadable?: UnreadableAnswer;
  }
}

/** Nobody sends it: it leads the bodies of raw routes to the parser that does not parse. */
const RAW_TYPE = 'application/vnd.florin.raw';

/**
 * Hands the handler `request.body` as a Buffer, exactly as it was sent and whatever its content type says: signatures
 * are over bytes, and some protocols answer text that is not JSON in words of their own. An empty body is an empty
 * Buffer.
 */
export function TakesRawBody(answerUnreadable?: UnreadableAnswer): MethodDecorator {
  return RouteConfig({ takesRawBody: true, ...(answerUnreadable ? { answerUnreadable } : {}) });
}

/** Must be called before routes are added. */
export function allowRawBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(RAW_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.takesRawBody) done(null, body);
    else done(new UnsupportedMediaType('Send application/json.'));
  });
  fastify.addHook('onRoute', (route) => {
    if (!route.config?.takesRawBody) return;
    route.preParsing = (request, _, payload, done) => {
      request.headers['content-type'] = RAW_TYPE;
      done(null, payload);
    };
    if (route.config.answerUnreadable) route.errorHandler = route.config.answerUnreadable;
  });
}
