import {
  createParamDecorator,
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal, Role, Scope } from './principal';
import type { LimitPolicy } from './rate-limit.policies';
import { Unauthorized } from './security.errors';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking. Set by the access guard before any handler runs; absent only on public routes. */
    principal?: Principal;
  }
}

/** Names what an attempt is aimed at (the account of a login, say), for policies that count by subject. */
export type LimitSubject = (request: FastifyRequest) => string | undefined;

/** What a route says about who may call it and how often. */
export interface Access {
  readonly isPublic: boolean;
  /** Absent: any principal. */
  readonly roles: readonly Role[] | undefined;
  /** The key of a service must be good for one of these. Absent: `read` where nothing changes, else no service may call. */
  readonly scopes: readonly Scope[] | undefined;
  readonly limit: LimitPolicy;
  readonly subjectOf: LimitSubject | undefined;
}

const PUBLIC = 'florin:public';
const ROLES = 'florin:roles';
const LIMIT = 'florin:limit';
const SCOPES = 'florin:scopes';

interface Limited {
  policy: LimitPolicy;
  subjectOf: LimitSubject | undefined;
}

/**
 * Opens a route, or a controller, to everybody. A caller with a valid token is known all the same; a token that is
 * not valid makes its bearer a stranger, not an error, so that an expired session can still read the catalogue.
 */
export function Public(): CustomDecorator {
  return SetMetadata(PUBLIC, true);
}

/** Admits only principals in one of these roles; without it any principal may call. */
export function Roles(...roles: [Role, ...Role[]]): CustomDecorator {
  return SetMetadata(ROLES, roles);
}

/** Opens a route that changes something to services whose key has one of these scopes. Where roles are named, `service` must be one. */
export function Scoped(...scopes: [Scope, ...Scope[]]): CustomDecorator {
  return SetMetadata(SCOPES, scopes);
}

/** Chooses how often the route may be called; without it `reads`. */
export function Limit(policy: LimitPolicy, subjectOf?: LimitSubject): CustomDecorator {
  return SetMetadata(LIMIT, { policy, subjectOf } satisfies Limited);
}

/** Hands the principal to a handler; on a public route it may be undefined. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().principal,
);

/** Somebody who acts on what is not their own: who, and in which request. The audit log keeps both. */
export interface Actor extends Principal {
  readonly requestId: string;
}

/** Hands the principal to a handler together with the id of the request. Not for public routes. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { principal, id } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal === undefined) throw new Unauthorized();
  return { ...principal, requestId: id };
});

/** What the decorators of a route say, its method before its controller. */
export function accessOf(controller: Type, handler: () => void): Access {
  const limited = (metadata(LIMIT, handler) ?? metadata(LIMIT, controller)) as Limited | undefined;
  return {
    ...(admissionOf(handler) ?? admissionOf(controller) ?? { isPublic: false, roles: undefined }),
    scopes: (metadata(SCOPES, handler) ?? metadata(SCOPES, controller)) as readonly Scope[] | undefined,
    limit: limited?.policy ?? 'reads',
    subjectOf: limited?.subjectOf,
  };
}

/** Where somebody wrote both `@Public()` and `@Roles()` the stricter counts. */
function admissionOf(target: object): Pick<Access, 'isPublic' | 'roles'> | undefined {
  const roles = metadata(ROLES, target) as readonly Role[] | undefined;
  if (roles !== undefined) return { isPublic: false, roles };
  return metadata(PUBLIC, target) === true ? { isPublic: true, roles: undefined } : undefined;
}

function metadata(key: string, target: object): unknown {
  return Reflect.getMetadata(key, target);
}
