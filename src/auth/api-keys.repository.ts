import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { ApiKey } from './api-key.entity';

/** All times are the database's: keys are used at any process, and clocks differ. */
@Injectable()
export class ApiKeysRepository {
  constructor(@InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>) {}

  /** Fills in what the database decides. */
  async insert(tx: Tx, key: ApiKey): Promise<void> {
    await tx.getRepository(ApiKey).insert(key);
  }

  findById(id: string): Promise<ApiKey | null> {
    return this.keys.findOneBy({ id });
  }

  /** Newest first, those before `before` (an id). */
  findPage(limit: number, before?: string): Promise<ApiKey[]> {
    const query = this.keys.createQueryBuilder('k');
    if (before !== undefined) query.where('k.id < :before', { before });
    return query.orderBy('k.id', 'DESC').limit(limit).getMany();
  }

  /** The key with this hash, if it holds. */
  findLive(keyHash: Buffer): Promise<ApiKey | null> {
    return this.keys
      .createQueryBuilder('k')
      .where('k.keyHash = :keyHash and k.revokedAt is null', { keyHash })
      .andWhere('(k.expiresAt is null or k.expiresAt > now())')
      .getOne();
  }

  /** False when it does not exist, or was revoked before. */
  async revoke(tx: Tx, id: string): Promise<boolean> {
    const revoked = await tx.send({
      name: 'revoke api key',
      sql: 'update api_keys set revoked_at = now() where id = $1 and revoked_at is null returning 1 as revoked',
      params: [id],
    });
    return revoked.length > 0;
  }

  /** Once a minute, whichever processes ask for it. */
  async noteUse(id: string): Promise<void> {
    await this.keys.query(
      `update api_keys set last_used_at = now()
       where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [id],
    );
  }
}
