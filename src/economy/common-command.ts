import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';

/** What every command says. */
export interface Common {
  /** Whose holdings change. */
  userId: string;
  /** Who asks: the player, a member of staff or a service. */
  actorId: string;
  /** Present when a member of staff asks for somebody else: the audit log keeps it. */
  staff?: Actor;
  /** Present when the request carried an `Idempotency-Key`. */
  idempotency?: IdempotentRequest;
  /** Tells what would happen; nothing changes, and no key is used up. */
  dryRun?: true;
}
