import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';
import type { AskedRefund } from './asked-refund';
import type { PaymentFact } from './payment-fact';

/** The money for one order, at one provider. Locked with its order, never without. */
@Entity('payments')
export class Payment {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('text')
  provider: string;

  @Column('bigint', { transformer: bigint })
  amount: number;

  @Column('text')
  currency: string;

  /** Where it is paid; null until the provider made it. */
  @Column('text', { nullable: true })
  url: string | null;

  /** All that the provider told us, in the order in which we heard it, which means nothing. */
  @Column('jsonb')
  facts: readonly PaymentFact[];

  /** What finance asked to go back, whether or not it was told of since. */
  @Column('jsonb', { name: 'refunds_asked' })
  refundsAsked: readonly AskedRefund[];

  /** When we gave the order up: its player cancelled it, or nobody paid in time. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  /** When what was reserved for the order went back. */
  @Column('timestamptz', { name: 'released_at', nullable: true })
  releasedAt: Date | null;

  /** What came and what went back, as the facts add up. */
  @Column('bigint', { transformer: bigint })
  received: number;

  @Column('bigint', { transformer: bigint })
  returned: number;

  /** Of what we keep, the part for which the player has nothing. */
  @Column('bigint', { name: 'to_return', transformer: bigint })
  toReturn: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
