import { createTransport, type Transporter } from 'nodemailer';
import { type Mail, Mailer } from './mailer';

const TIMEOUT_MS = 10_000;

/** Sends over SMTP, a connection for each mail. What it sends and to whom stands in no log and no error. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  constructor(url: string, from: string) {
    super();
    const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
    const closed = { disableFileAccess: true, disableUrlAccess: true };
    this.transport = createTransport({ url, ...timeouts, ...closed }, { from });
  }

  async send(mail: Mail): Promise<void> {
    const fault = await this.transport.sendMail(mail).then(() => undefined, reasonOf);
    if (fault !== undefined) throw new Error(`The mail server did not take a mail (${fault}).`);
  }
}

/** The words of a mail server repeat the address, and a failed job would keep them. */
function reasonOf(error: unknown): string {
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number };
  return responseCode === undefined ? code : `${code}, ${responseCode}`;
}
