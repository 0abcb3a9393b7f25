import type { Actor } from '../platform/security/access';
import type { Role } from '../platform/security/principal';
import { AccountNotFound } from '../transactions/transactions.errors';

const MAY_ACT_FOR_OTHERS: readonly Role[] = ['service', 'admin'];

interface Parties {
  userId: string;
  actorId: string;
  staff?: Actor;
}

/**
 * Whose holdings a command changes and who gives it. Naming another player is for services and admins; to anybody
 * else that player does not exist.
 *
 * @throws AccountNotFound
 */
export function partiesOf(actor: Actor, userId = 'me'): Parties {
  const named = userId === 'me' ? actor.id : userId;
  if (named === actor.id) return { userId: named, actorId: actor.id };
  if (!MAY_ACT_FOR_OTHERS.includes(actor.role)) throw new AccountNotFound();
  return { userId: named, actorId: actor.id, staff: actor.role === 'service' ? undefined : actor };
}
