import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InvalidRequest } from '../errors/platform.errors';
import { instanceOf } from '../errors/problem';
import { RouteNotFound } from './http.errors';
import type { Lifecycle } from './lifecycle';
import type { Metrics } from './metrics';
import type { RouteDurations } from './request-durations';
import { setSecurityHeaders } from './security-headers';
import { Turns } from './turns';

const SLOW_MS = 1_000;
const PROBE = /^(\/api\/v1)?\/(health|ready|metrics)(\/|\?|$)/;

export interface RequestHooks {
  lifecycle: Lifecycle;
  metrics: Metrics;
  production: boolean;
  /** A worker serves probes and metrics alone. */
  probesOnly: boolean;
}

/** What happens around every request, whatever its route; each line here is paid by every purchase. */
export function addRequestHooks(fastify: FastifyInstance, hooks: RequestHooks): void {
  const { lifecycle, metrics, production, probesOnly } = hooks;
  const logsAll = fastify.log.level === 'debug' || fastify.log.level === 'trace';

  const turns = new Turns();
  fastify.addHook('onRequest', (request, reply, done) => {
    const url = request.raw.url ?? '';
    setHeaders(request, reply, production);
    if (lifecycle.phase === 'closing') reply.header('connection', 'close');
    if (url.includes('%00')) return done(new InvalidRequest('The address must not hold NUL characters.'));
    if (probesOnly && !PROBE.test(url)) return done(new RouteNotFound());
    turns.take(done);
  });

  // A route knows its pattern; asking each request for it would build an object each time.
  fastify.addHook('onRoute', (route) => {
    const durations = metrics.requests.of(route.url);
    route.onResponse = (request, reply, done) => {
      report(request, reply, durations);
      done();
    };
  });
  const unrouted = metrics.requests.of('unknown');
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.is404) report(request, reply, unrouted);
    done();
  });

  function report(request: FastifyRequest, reply: FastifyReply, durations: RouteDurations): void {
    const ms = reply.elapsedTime;
    const status = reply.statusCode;
    durations.observe(request.method, status, ms / 1_000);
    if (status >= 500 || ms >= SLOW_MS) request.log.warn(summary(request, status, ms), 'A slow or failed request.');
    else if (logsAll) request.log.debug(summary(request, status, ms), 'A request.');
  }
}

/** Also for requests that the router refuses before any hook runs. */
export function setHeaders(request: FastifyRequest, reply: FastifyReply, production: boolean): void {
  reply.header('x-request-id', request.id);
  setSecurityHeaders(reply, request.raw.url ?? '', production);
}

/** The path without its query and no header at all: either may hold what must not be kept. */
function summary(request: FastifyRequest, status: number, ms: number) {
  return { method: request.method, path: instanceOf(request.raw.url ?? ''), status, ms: Math.round(ms * 10) / 10 };
}
