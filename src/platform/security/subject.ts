import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isId } from '../http/id';
import { isStaff, type Principal, type Role } from './principal';
import { SubjectNotFound } from './security.errors';

export interface SubjectOptions {
  /** For routes that change something: the roles that may do so for somebody else. Without it, staff and services may read. */
  write?: readonly Role[];
}

/**
 * Hands over the id of the user that the path's `:id` names: the caller for `me` and for their own id, somebody else
 * for those who may. Anyone else's is answered exactly like a user who does not exist.
 */
export function SubjectId(options: SubjectOptions = {}): ParameterDecorator {
  return (target, key, index) => {
    SubjectParameter(options)(target, key, index);
    documentIn(target, key);
  };
}

/**
 * @throws SubjectNotFound for ids that are malformed or none of the caller's business
 */
export function subjectOf(principal: Principal, text: string, { write }: SubjectOptions): string {
  const id = text.toLowerCase();
  if (id === 'me' || id === principal.id) return principal.id;
  const mayTouchOthers = write === undefined ? mayReadAll(principal) : write.includes(principal.role);
  if (mayTouchOthers && isId(id)) return id;
  throw new SubjectNotFound();
}

/** The guard has looked at a service's scopes by now. */
function mayReadAll(principal: Principal): boolean {
  return isStaff(principal) || principal.role === 'service';
}

const SubjectParameter = createParamDecorator((options: SubjectOptions, context: ExecutionContext) => {
  const { params, principal } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
  if (principal === undefined) throw new SubjectNotFound();
  return subjectOf(principal, params.id, options);
});

function documentIn(target: object, key: string | symbol | undefined): void {
  const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key === undefined || descriptor === undefined) return;
  ApiParam({ name: 'id', description: 'The id of a user, or `me`.', schema: { type: 'string', example: 'me' } })(
    target,
    key,
    descriptor,
  );
}
