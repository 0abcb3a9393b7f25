import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { ExternalIdentitiesRepository } from './external-identities.repository';
import { FirstSightService } from './first-sight.service';

/** Players whom other issuers vouch for. */
@Injectable()
export class ExternalIdentitiesService {
  constructor(
    private readonly repository: ExternalIdentitiesRepository,
    private readonly firstSight: FirstSightService,
  ) {}

  /** The player whom this issuer calls so, made at first sight. Never a member of staff. */
  async playerOf(issuer: string, subject: string): Promise<string> {
    const { userId } = await this.firstSight.playerOf({
      isGuest: false,
      findUserId: () => this.repository.findUserId(issuer, subject),
      claim: (tx, id) => this.repository.insert(tx, issuer, subject, id),
    });
    return userId;
  }

  erase(tx: Tx, userId: string): Promise<void> {
    return this.repository.delete(tx, userId);
  }
}
