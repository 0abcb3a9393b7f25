import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One link of a session's chain. Used ones are kept for a while, to know those that come a second time. */
@Entity('refresh_tokens')
export class RefreshToken {
  /** SHA-256: the token itself is known to its bearer alone. */
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('uuid', { name: 'session_id' })
  sessionId: string;

  /** That of the token which it was given for; null for the first of a session. */
  @Column('bytea', { name: 'previous_hash', nullable: true })
  previousHash: Buffer | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'issued_at' })
  issuedAt: Date;

  /** When it was taken for the next, or the next was given again in its place. */
  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
