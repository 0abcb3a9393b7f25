import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { bearerToken } from '../security/bearer-token';
import type { PrincipalSource } from '../security/principal';
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

/** Lets a route take more than others. Its body is read only for who has a valid token. */
export function TakesLargeBody(largeBody: BodyLimits): MethodDecorator {
  return RouteConfig({ largeBody });
}

/** Must be called before routes are added. */
export function allowLargeBodies(fastify: FastifyInstance, principals: () => PrincipalSource): void {
  fastify.addHook('onRoute', (route) => {
    const limits = route.config?.largeBody;
    if (limits === undefined) return;
    route.bodyLimit = limits.bytes;
    route.preParsing = async (request, _, payload) => {
      const token = bearerToken(request.headers.authorization);
      const principal = token === undefined ? null : await principals().authenticate(token, request);
      if (principal === null) throw new Unauthorized();
      return payload;
    };
  });
}
