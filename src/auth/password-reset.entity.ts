import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one live link by which a user may choose a new password. */
@Entity('password_resets')
export class PasswordReset {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** SHA-256: the token itself stands in the mail alone. */
  @Column('bytea', { name: 'token_hash', unique: true })
  tokenHash: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
