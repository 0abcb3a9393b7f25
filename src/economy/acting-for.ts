import type { Principal, Role } from '../platform/security/principal';
import { AccountNotFound } from '../transactions/transactions.errors';

const MAY_ACT_FOR_OTHERS: readonly Role[] = ['service', 'admin'];

/**
 * Whose holdings a command changes and who gives it. Naming another player is for services and admins; to anybody
 * else that player does not exist.
 *
 * @throws AccountNotFound
 */
export function holderOf(actor: Principal, userId = 'me'): { userId: string; actorId: string } {
  const named = userId === 'me' ? actor.id : userId;
  if (named !== actor.id && !MAY_ACT_FOR_OTHERS.includes(actor.role)) throw new AccountNotFound();
  return { userId: named, actorId: actor.id };
}
