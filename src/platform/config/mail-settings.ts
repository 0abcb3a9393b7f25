import type { EnvironmentReader } from './environment-reader';

export interface MailSettings {
  /** Absent: mails are printed in the log or, in production, not sent. */
  smtpUrl: string | undefined;
  from: string;
  /** Where people find Florin's pages, without a slash at the end; links in mails lead there. */
  publicUrl: string;
}

export function mailSettings(read: EnvironmentReader, production: boolean, port: number): MailSettings {
  const publicUrl = read.url('PUBLIC_URL', ['http:', 'https:']);
  const smtpUrl = read.url('SMTP_URL', ['smtp:', 'smtps:']);
  const from = read.text('MAIL_FROM');
  if (smtpUrl && !from) read.fault('MAIL_FROM', 'is required with SMTP_URL');
  if (smtpUrl && production && !publicUrl) {
    read.fault('PUBLIC_URL', 'is required with SMTP_URL when NODE_ENV=production');
  }
  return {
    smtpUrl,
    from: from ?? 'Florin <florin@localhost>',
    publicUrl: (publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, ''),
  };
}
