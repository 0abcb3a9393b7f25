import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** Something that claimed to come from a provider and was not believed, or could not be. It claims nothing. */
@Entity('refused_notifications')
export class RefusedNotification {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS', transformer: bigint })
  id: number;

  @Column('text')
  provider: string;

  @Column('text')
  reason: string;

  /** The beginning of it. */
  @Column('text')
  body: string;

  @Column('jsonb')
  headers: Readonly<Record<string, string>>;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt: Date;
}
