import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

export type AccountStatus = 'active' | 'blocked' | 'erased';

/** The mutex of everything a player holds: whoever changes a holding has this row locked. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @Column('text', { default: 'active' })
  status: AccountStatus;

  /** The number of the player's last ledger entry; entries have no gaps. */
  @Column('bigint', { name: 'last_seq', transformer: bigint, default: 0 })
  lastSeq: number;

  @Column('timestamptz', { name: 'last_entry_at', default: '-infinity' })
  lastEntryAt: Date;
}
