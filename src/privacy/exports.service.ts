import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { HeldDataService } from './held-data.service';
import { jsonDocument } from './json-document';

@Injectable()
export class ExportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly heldData: HeldDataService,
  ) {}

  /**
   * Everything held about a person as one JSON document, to be read at the reader's pace. Whoever reads about somebody
   * else is in the audit log before the first byte is on its way.
   *
   * @throws UserNotFound
   */
  async open(actor: Actor, userId: string): Promise<Readable> {
    const members = await this.heldData.of(userId);
    if (actor.id !== userId) {
      await this.unitOfWork.run((tx) => this.audit.record(tx, { actor, action: 'user.exported', subjectId: userId }));
    }
    return Readable.from(jsonDocument(members), { objectMode: false });
  }
}
