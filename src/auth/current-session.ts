import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { bearerToken } from '../platform/security/bearer-token';

/** Hands over the id of the session that the access token belongs to, if it says so. The guard has checked it by now. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return sessionOf(bearerToken(headers.authorization) ?? '');
});

/** API keys hold no claims at all. */
function sessionOf(token: string): string | undefined {
  try {
    const { sid } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as { sid?: unknown };
    return typeof sid === 'string' ? sid : undefined;
  } catch {
    return undefined;
  }
}
