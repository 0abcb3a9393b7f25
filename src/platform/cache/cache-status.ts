import type { FastifyReply } from 'fastify';
import type { Cached } from './cache.service';

/** For the documentation of routes that answer from the cache. */
export const CACHE_STATUS = {
  'Cache-Status': {
    description: 'RFC 9211: whether the answer comes from the cache, and for how many seconds it is kept.',
    schema: { type: 'string', examples: ['florin; hit; ttl=299', 'florin; fwd=miss'] },
  },
} as const;

/** Sends a cached JSON text as it is, and says in `Cache-Status` (RFC 9211) where it came from. */
export function jsonFrom(cached: Cached, reply: FastifyReply): string {
  reply.header('content-type', 'application/json; charset=utf-8');
  reply.header('cache-status', cached.hit ? `florin; hit; ttl=${cached.ttlSeconds}` : 'florin; fwd=miss');
  return cached.body;
}
