import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../security/principal';

/** One thing that somebody changed which was not their own. Append-only; what may name a person is in `AuditDetails`. */
@Entity('audit_log')
export class AuditEntry {
  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('timestamptz')
  at: Date;

  /** A member of staff, or an API key. */
  @Column('uuid', { name: 'actor_id' })
  actorId: string;

  @Column('text', { name: 'actor_role' })
  actorRole: Role;

  /** A noun and what was done to it, such as `product.changed`. */
  @Column('text')
  action: string;

  /** The user whom it concerns. */
  @Column('uuid', { name: 'subject_id', nullable: true })
  subjectId: string | null;

  /** What was changed, such as `product:0199c000-0000-7000-8000-000000000001`. */
  @Column('text', { nullable: true })
  target: string | null;

  @Column('text', { name: 'request_id' })
  requestId: string;

  /** SHA-256 of the details with their salt, in hex: they can be erased, not exchanged. */
  @Column('text', { name: 'details_digest' })
  detailsDigest: string;
}
