import { Module } from '@nestjs/common';
import { Config } from '../config/config';
import { ConsoleMailer } from './console.mailer';
import { Mailer } from './mailer';
import { NoMailer } from './no.mailer';
import { SmtpMailer } from './smtp.mailer';

@Module({
  providers: [{ provide: Mailer, inject: [Config], useFactory: mailerOf }],
  exports: [Mailer],
})
export class MailModule {}

export function mailerOf({ mail: { smtpUrl, from }, production }: Config): Mailer {
  if (smtpUrl !== undefined) return new SmtpMailer(smtpUrl, from);
  return production ? new NoMailer() : new ConsoleMailer();
}
