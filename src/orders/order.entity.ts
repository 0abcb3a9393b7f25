import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';
import type { OrderStatus } from './order-moves';

/** What a player orders for real money, from the checkout on; its lines are frozen then. */
@Entity('orders')
export class Order {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  status: OrderStatus;

  /** Who collects the money. */
  @Column('text')
  provider: string;

  @Column('text')
  currency: string;

  /** In smallest units of the currency. */
  @Column('bigint', { transformer: bigint })
  total: number;

  /** The version of the cart that it was made of: no other order is. */
  @Column('bigint', { name: 'cart_version', transformer: bigint })
  cartVersion: number;

  /** Where the player's browser goes after the payment; null once the player was erased. */
  @Column('text', { name: 'return_url', nullable: true })
  returnUrl: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Until when it waits to be paid. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'paid_at', nullable: true })
  paidAt: Date | null;

  /** When the player got what was ordered. */
  @Column('timestamptz', { name: 'fulfilled_at', nullable: true })
  fulfilledAt: Date | null;

  /** When it was cancelled or expired; null again when money came all the same. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** Why finance must look at it, as a word of ours; null: nobody must. */
  @Column('text', { nullable: true })
  attention: string | null;
}
