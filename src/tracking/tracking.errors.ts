import { DomainError } from '../platform/errors/domain-error';
import { Unavailable } from '../platform/errors/platform.errors';

/** More events wait to be written than this process holds. */
export class EventsBusy extends Unavailable {
  override readonly code: string = 'event.busy';

  constructor() {
    super('Too many events are waiting. Try again shortly.');
  }
}

/** A service wrote for somebody who is nobody, or no more. */
export class EventUserNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'user.not_found';

  constructor(pointers: readonly string[] = []) {
    super('There is no such user. Nothing was written.', {
      errors: pointers.map((pointer) => ({ detail: 'is nobody', pointer })),
    });
  }
}
