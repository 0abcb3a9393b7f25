/** A letter in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Port: how mails leave. Only jobs send, for a mail server may be slow or away. */
export abstract class Mailer {
  /** Where it is false, whoever would promise a mail refuses instead. */
  readonly isConfigured: boolean = true;

  /** @throws Error when the mail was not taken; trying again is right */
  abstract send(mail: Mail): Promise<void>;
}
