import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { type Mail, Mailer } from '../platform/mail/mailer';
import { AccountsService } from '../transactions/accounts.service';
import { UsersService } from '../users/users.service';
import { PasswordResetsRepository } from './password-resets.repository';
import { newToken } from './session-token';

const TTL_SECONDS = 60 * 60;

/** Makes the link and mails it, in one go: so the token is nowhere but in the mail. */
@Injectable()
export class PasswordResetMailsService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PasswordResetsRepository,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly mailer: Mailer,
  ) {}

  /** Nothing goes to nobody, to those without an address, and to those who may not log in. */
  async send(userId: string): Promise<void> {
    const user = await this.users.findById(userId);
    if (!user?.email || (await this.accounts.statusOf(userId)) !== 'active') return;
    const token = newToken('flp_');
    await this.unitOfWork.run((tx) => this.repository.save(tx, userId, token.hash, TTL_SECONDS));
    await this.mailer.send(
      letter(user.email, user.username, `${this.config.mail.publicUrl}/password-reset#token=${token.text}`),
    );
  }
}

/** The token stands behind the `#`, which no browser sends to a server: no log of a proxy holds it. */
function letter(to: string, username: string, link: string): Mail {
  const text = `Somebody, we hope you, wants a new password for the account ${username}.

To choose one, open this address within an hour:

${link}

If it was not you, do nothing: the password stays as it is.`;
  return { to, subject: 'Choose a new password', text };
}
