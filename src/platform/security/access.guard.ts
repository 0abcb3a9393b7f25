import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, accessOf } from './access';
import { bearerToken } from './bearer-token';
import { isStaff, type Principal, PrincipalSource, type Scope } from './principal';
import { RateLimits } from './rate-limits';
import { Forbidden, Unauthorized } from './security.errors';

/**
 * The one guard before every handler: who is asking, are they asking too often, may they. A route that says nothing
 * is closed. The limit stands in the middle so that it counts by user where it can, and so that floods without a
 * valid token are cut off as well.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly accesses = new WeakMap<Type, Map<() => void, Access>>();

  constructor(
    private readonly principals: PrincipalSource,
    private readonly rateLimits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const access = this.accessTo(context);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.principal = (await this.identify(request)) ?? undefined;
    await this.rateLimits.take(access, request, context.switchToHttp().getResponse<FastifyReply>());
    admit(access, request.principal, request.method);
    await this.requireCurrent(request.principal);
    return true;
  }

  /** Staff are few, and may do much: for them the database is asked each time. */
  private async requireCurrent(principal: Principal | undefined): Promise<void> {
    if (principal === undefined || !isStaff(principal)) return;
    if (!(await this.principals.isCurrent(principal))) throw new Unauthorized();
  }

  private identify(request: FastifyRequest): Principal | null | Promise<Principal | null> {
    const token = bearerToken(request.headers.authorization);
    return token === undefined ? null : this.principals.authenticate(token, request);
  }

  /** Decorators do not change while the process lives; reading their metadata each time would cost more than the rest. */
  private accessTo(context: ExecutionContext): Access {
    const controller = context.getClass();
    const handler = context.getHandler() as () => void;
    let handlers = this.accesses.get(controller);
    if (handlers === undefined) this.accesses.set(controller, (handlers = new Map<() => void, Access>()));
    let access = handlers.get(handler);
    if (access === undefined) handlers.set(handler, (access = accessOf(controller, handler)));
    return access;
  }
}

function admit({ isPublic, roles, scopes }: Access, principal: Principal | undefined, method: string): void {
  if (isPublic) return;
  if (principal === undefined) throw new Unauthorized();
  if (roles !== undefined && !roles.includes(principal.role)) throw new Forbidden();
  if (principal.role === 'service' && !isGoodFor(principal, scopes, method)) throw new Forbidden();
}

/** A key is good for what it was made for: it reads with `read`, and changes only what a route opens to its scopes. */
function isGoodFor(principal: Principal, scopes: readonly Scope[] | undefined, method: string): boolean {
  const good = scopes ?? (method === 'GET' || method === 'HEAD' ? (['read'] as const) : []);
  return good.some((scope) => principal.scopes?.includes(scope));
}
