import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { PasswordReset } from './password-reset.entity';

@Injectable()
export class PasswordResetsRepository {
  constructor(@InjectRepository(PasswordReset) private readonly resets: Repository<PasswordReset>) {}

  /** In place of the one before. */
  async save(tx: Tx, userId: string, tokenHash: Buffer, ttlSeconds: number): Promise<void> {
    await tx.query(
      `insert into password_resets (user_id, token_hash, expires_at)
       values ($1, $2, now() + make_interval(secs => $3))
       on conflict (user_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
      [userId, tokenHash, ttlSeconds],
    );
  }

  /** Whose live token this is. */
  async findUserOf(tokenHash: Buffer): Promise<string | null> {
    const reset = await this.resets
      .createQueryBuilder('r')
      .where('r.tokenHash = :tokenHash and r.expiresAt > now()', { tokenHash })
      .getOne();
    return reset?.userId ?? null;
  }

  /** False when somebody else took it, or it expired. */
  async take(tx: Tx, tokenHash: Buffer): Promise<boolean> {
    const taken = await tx.send({
      name: 'take password reset',
      sql: 'delete from password_resets where token_hash = $1 and expires_at > now() returning 1 as taken',
      params: [tokenHash],
    });
    return taken.length > 0;
  }

  async forget(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(PasswordReset).delete({ userId });
  }
}
