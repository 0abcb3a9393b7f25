import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../platform/errors/platform.errors';

/** `?dryRun=true`: the caller wants to know what would happen. Undefined where they mean it. */
export const DryRun = createParamDecorator((_: unknown, context: ExecutionContext): true | undefined => {
  const { dryRun } = context.switchToHttp().getRequest<FastifyRequest>().query as { dryRun?: unknown };
  if (dryRun === undefined || dryRun === 'false') return undefined;
  if (dryRun === 'true') return true;
  const detail = 'must be true or false';
  throw new InvalidRequest(`The request is not valid: dryRun ${detail}.`, [{ detail, pointer: '/dryRun' }]);
});
