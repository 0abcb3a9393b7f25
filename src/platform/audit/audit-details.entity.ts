import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an entry of the audit log says of before and after. Erased with the person whom it names. */
@Entity('audit_details')
export class AuditDetails {
  @PrimaryColumn('uuid', { name: 'entry_id' })
  entryId: string;

  @Column('uuid', { name: 'subject_id', nullable: true })
  subjectId: string | null;

  /** JSON as it was digested: null, or an object. */
  @Column('text')
  before: string;

  @Column('text')
  after: string;

  /** Erased with them, so that nobody who guesses what they were can ask the digest. Older ones have none. */
  @Column('text', { nullable: true })
  salt: string | null;
}
