import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** What a player means to buy with real money; its lines are `CartLine`s. */
@Entity('carts')
export class Cart {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** Grows with every change, and when an order is made of it. */
  @Column('bigint', { transformer: bigint })
  version: number;
}
