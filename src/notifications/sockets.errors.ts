import { DomainError } from '../platform/errors/domain-error';

/** A page of some other site wants to open a socket. */
export class ForeignOrigin extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'socket.foreign_origin';

  constructor() {
    super('Pages of this origin may not open sockets here.');
  }
}

/** A plain request came to where sockets are opened. */
export class NoUpgrade extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'socket.no_upgrade';

  constructor() {
    super('Here a WebSocket is opened, with the subprotocols florin and ticket.<ticket> or bearer.<token>.');
  }
}
