import { Logger } from '@nestjs/common';
import { type Mail, Mailer } from './mailer';

/** For development: whoever reads the log reads the mails. */
export class ConsoleMailer extends Mailer {
  private readonly logger = new Logger('Mail');

  send({ to, subject, text }: Mail): Promise<void> {
    this.logger.log(`To ${to}: ${subject}\n\n${text}\n`);
    return Promise.resolve();
  }
}
