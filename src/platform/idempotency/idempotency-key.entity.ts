import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The first answer to a request that carried a key; it is given again to every repetition. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** Who used the key: a player cannot burn a server's. */
  @PrimaryColumn('uuid', { name: 'actor_id' })
  actorId: string;

  @PrimaryColumn('text')
  key: string;

  /** What the request was: the same key with another request is refused. */
  @Column('text')
  fingerprint: string;

  @Column('uuid', { name: 'transaction_id', nullable: true })
  transactionId: string | null;

  @Column('smallint')
  status: number;

  /** The body, to the byte. */
  @Column('text')
  answer: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
