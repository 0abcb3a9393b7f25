import { Readable } from 'node:stream';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { bearerToken } from '../security/bearer-token';
import type { Principal, PrincipalSource } from '../security/principal';
import type { Quota, Quotas } from '../security/quotas';
import { Unauthorized } from '../security/security.errors';

export interface BodyLimits {
  bytes: number;
  /** Of all its objects. */
  members: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    largeBody?: BodyLimits;
  }
}

/** What any route takes. */
const ORDINARY_BYTES = 100 * 1024;
const MEGABYTE = 1024 * 1024;

/** Reading a large body takes time before it is known what is in it, so requests alone bound little. */
const OF_PEOPLE: Quota = { name: 'large-bodies', counted: 'bytes', most: 32 * MEGABYTE, windowSeconds: 60 };
const OF_SERVERS: Quota = { ...OF_PEOPLE, name: 'large-bodies-of-servers', most: 1_024 * MEGABYTE };

/** Lets a route take more than others. Its body is read only for who has a valid token, and may still send so much. */
export function TakesLargeBody(largeBody: BodyLimits): MethodDecorator {
  return RouteConfig({ largeBody });
}

/** Must be called before routes are added. */
export function allowLargeBodies(
  fastify: FastifyInstance,
  principals: () => PrincipalSource,
  quotas: () => Quotas,
): void {
  fastify.addHook('onRoute', (route) => {
    const limits = route.config?.largeBody;
    if (limits === undefined) return;
    route.bodyLimit = limits.bytes;
    route.preParsing = async (request, _, payload) => {
      const token = bearerToken(request.headers.authorization);
      const principal = token === undefined ? null : await principals().authenticate(token, request);
      if (principal === null) throw new Unauthorized();
      const take = (bytes: number) => quotas().take(quotaOf(principal), principal.id, bytes);
      const told = Number(request.headers['content-length']);
      if (Number.isNaN(told)) {
        return Readable.from(
          askingWhenLarge(payload, () => take(limits.bytes)),
          { objectMode: false },
        );
      }
      if (told > ORDINARY_BYTES) await take(Math.min(told, limits.bytes));
      return payload;
    };
  });
}

function quotaOf({ role }: Principal): Quota {
  return role === 'service' ? OF_SERVERS : OF_PEOPLE;
}

/** A body whose length nobody told: as soon as there is more of it than any route takes, leave is asked for. */
async function* askingWhenLarge(body: Readable, leave: () => Promise<void>): AsyncGenerator<Buffer> {
  let bytes = 0;
  // Whoever is refused must still be answered: the connection stays.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const wasLarge = bytes > ORDINARY_BYTES;
    bytes += chunk.length;
    if (!wasLarge && bytes > ORDINARY_BYTES) await leave();
    yield chunk;
  }
}
