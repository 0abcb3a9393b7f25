import { DomainError } from '../errors/domain-error';

export class MailNotConfigured extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'mail.not_configured';

  constructor() {
    super('This server sends no mail.');
  }
}
