import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { ExternalIdentity } from './external-identity.entity';

@Injectable()
export class ExternalIdentitiesRepository {
  constructor(@InjectRepository(ExternalIdentity) private readonly identities: Repository<ExternalIdentity>) {}

  async findUserId(issuer: string, subject: string): Promise<string | undefined> {
    return (await this.identities.findOneBy({ issuer, subject }))?.userId;
  }

  /** False when the identity is known already. */
  async insert(tx: Tx, issuer: string, subject: string, userId: string): Promise<boolean> {
    const rows = await tx.send({
      name: 'insert external identity',
      sql: `
        insert into external_identities (issuer, subject, user_id) values ($1, $2, $3)
        on conflict do nothing returning 1 as made`,
      params: [issuer, subject, userId],
    });
    return rows.length > 0;
  }

  async delete(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(ExternalIdentity).delete({ userId });
  }
}
