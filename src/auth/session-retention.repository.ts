import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

const SLICE = 1_000;
/** Sessions that ended can still be seen in an export, and stolen tokens be told from unknown ones, for so long. */
const KEPT = `interval '30 days'`;

/** Each deletes one slice, a transaction of its own, and tells whether there may be more. */
@Injectable()
export class SessionRetentionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  deleteOldTokens(): Promise<boolean> {
    return this.deleteSlice('refresh_tokens', 'token_hash', `used_at < now() - ${KEPT}`);
  }

  deleteExpiredSessions(): Promise<boolean> {
    return this.deleteSlice('sessions', 'id', `expires_at < now() - ${KEPT}`);
  }

  deleteRevokedSessions(): Promise<boolean> {
    return this.deleteSlice('sessions', 'id', `revoked_at < now() - ${KEPT}`);
  }

  deleteExpiredResets(): Promise<boolean> {
    return this.deleteSlice('password_resets', 'user_id', 'expires_at < now()');
  }

  private async deleteSlice(table: string, key: string, where: string): Promise<boolean> {
    const [, deleted] = await this.dataSource.query<[unknown[], number]>(
      `delete from ${table} where ${key} in (select ${key} from ${table} where ${where} limit ${SLICE})`,
    );
    return deleted === SLICE;
  }
}
