import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MailNotConfigured } from '../platform/mail/mail.errors';
import { Mailer } from '../platform/mail/mailer';
import { UsersService } from '../users/users.service';
import { ResetTokenInvalid } from './auth.errors';
import { PasswordChangesService } from './password-changes.service';
import { PasswordResetsQueue } from './password-resets.queue';
import { PasswordResetsRepository } from './password-resets.repository';
import { tokenHash } from './session-token';

/** For those who forgot their password and can read their mail. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly repository: PasswordResetsRepository,
    private readonly users: UsersService,
    private readonly changes: PasswordChangesService,
    private readonly queue: PasswordResetsQueue,
    private readonly mailer: Mailer,
  ) {}

  /**
   * Has a link mailed to this address, if it is somebody's. The job of nobody costs what the job of somebody does, so
   * that neither the answer nor its time tells whose address is known.
   *
   * @throws MailNotConfigured
   * @throws Unavailable
   */
  async ask(email: string): Promise<void> {
    if (!this.mailer.isConfigured) throw new MailNotConfigured();
    const user = await this.users.findByLogin(email);
    await this.queue.add(user?.id ?? nobodyAt(email));
  }

  /**
   * Whoever has the link chooses the password, once.
   *
   * @throws ResetTokenInvalid
   * @throws AccountBlocked
   * @throws PasswordIsName which leaves the link as it is
   */
  async confirm(token: string, newPassword: string): Promise<void> {
    const presented = tokenHash(token);
    const userId = await this.repository.findUserOf(presented);
    const user = userId === null ? null : await this.users.findById(userId);
    if (user === null) throw new ResetTokenInvalid();
    await this.changes.replace(user, newPassword, async (tx) => {
      if (!(await this.repository.take(tx, presented))) throw new ResetTokenInvalid();
    });
  }
}

/** Always the same id for an address, so that asking again is handled alike, and one of few, for the queue notes them. */
function nobodyAt(email: string): string {
  return `00000000-0000-0000-0000-00000000${hash('sha256', email.toLowerCase()).slice(0, 4)}`;
}
