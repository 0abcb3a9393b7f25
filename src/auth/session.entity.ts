import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A login that lasts: as long as its refresh tokens are taken for the next in time, and nobody ends it. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'last_used_at', default: () => 'now()' })
  lastUsedAt: Date;

  /** Moves on with every refresh. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  /** What the client said of itself when the session began. */
  @Column('text', { name: 'user_agent', nullable: true })
  userAgent: string | null;
}
