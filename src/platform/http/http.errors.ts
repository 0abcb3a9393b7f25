import { DomainError } from '../errors/domain-error';

export class UnsupportedMediaType extends DomainError {
  readonly kind = 'unsupported_media';
  readonly code = 'request.unsupported_media_type';

  constructor(message = 'Send application/json in UTF-8, not compressed.') {
    super(message);
  }
}

export class RouteNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'route.not_found';

  constructor() {
    super('There is nothing at this address.');
  }
}
