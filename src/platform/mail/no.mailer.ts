import { MailNotConfigured } from './mail.errors';
import { Mailer } from './mailer';

/** For production without a mail server: a secret link in a log would be worse than none. */
export class NoMailer extends Mailer {
  override readonly isConfigured = false;

  send(): Promise<void> {
    return Promise.reject(new MailNotConfigured());
  }
}
