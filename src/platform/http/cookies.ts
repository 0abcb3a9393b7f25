import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';

/** Handlers may read and set cookies; no request pays for it that has none to do with them. */
export function allowCookies(fastify: FastifyInstance): void {
  void fastify.register(cookie, { hook: false });
}
