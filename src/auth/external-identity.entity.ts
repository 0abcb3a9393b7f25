import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Whom another issuer calls so. */
@Entity('external_identities')
export class ExternalIdentity {
  @PrimaryColumn('text')
  issuer: string;

  @PrimaryColumn('text')
  subject: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
