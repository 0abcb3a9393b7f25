import { Injectable } from '@nestjs/common';
import { ExternalIdentitiesService } from '../auth/external-identities.service';
import { GuestsService } from '../auth/guests.service';
import { SessionsService } from '../auth/sessions.service';
import { AuditService } from '../platform/audit/audit.service';
import type { Tx } from '../platform/database/unit-of-work';
import { IdempotencyService } from '../platform/idempotency/idempotency.service';
import { UsersService } from '../users/users.service';
import { DealingsData } from './dealings-data.service';

/**
 * Every place that says something of a person, but for numbers under their id. Whoever adds such a place adds it here,
 * to the export and to test/privacy-columns.spec.ts, which fails until they have said what it holds.
 */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly guests: GuestsService,
    private readonly identities: ExternalIdentitiesService,
    private readonly dealings: DealingsData,
    private readonly audit: AuditService,
    private readonly keys: IdempotencyService,
  ) {}

  /** What everybody locks before an account, so that nobody waits for us in a circle. */
  async eraseBeforeAccount(tx: Tx, userId: string): Promise<void> {
    await this.dealings.eraseBeforeAccount(tx, userId);
  }

  /**
   * The rest, with the account locked. The name goes first: a login that is under way holds it, and its session is
   * there to be erased once that login is done.
   */
  async erase(tx: Tx, userId: string): Promise<void> {
    await this.users.erase(tx, userId);
    await this.sessions.erase(tx, userId);
    await this.guests.erase(tx, userId);
    await this.identities.erase(tx, userId);
    await this.dealings.erase(tx, userId);
    await this.audit.eraseDetails(tx, userId);
    await this.keys.erase(tx, userId);
  }

  /** What they and others were told of them, with the account closed: whoever tells looks whether it is. */
  async eraseTold(tx: Tx, userId: string): Promise<void> {
    await this.dealings.eraseTold(tx, userId);
  }
}
