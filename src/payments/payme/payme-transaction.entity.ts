import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../../platform/database/bigint';

/** 1 waits, 2 is paid, -1 was cancelled before that and -2 after. */
export type PaymeState = 1 | 2 | -1 | -2;

/** What Payme asks to be told when a receipt of the tax office exists, for the payment and for its cancellation. */
export type PaymeFiscal = Readonly<Partial<Record<'PERFORM' | 'CANCEL', Readonly<Record<string, string | number>>>>>;

/** A transaction of Payme's for an order of ours. Times are milliseconds since 1970. */
@Entity('payme_transactions')
export class PaymeTransaction {
  /** Payme's. */
  @PrimaryColumn('text')
  id: string;

  /** What Payme knows it by with us. */
  @Column('uuid', { name: 'own_id' })
  ownId: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  /** In tiyin. */
  @Column('bigint', { transformer: bigint })
  amount: number;

  /** How Payme names the order. */
  @Column('jsonb')
  account: Readonly<Record<string, string>>;

  /** When it was made at Payme, by Payme's clock; the others are by ours. */
  @Column('bigint', { transformer: bigint })
  time: number;

  @Column('bigint', { name: 'create_time', transformer: bigint })
  createTime: number;

  @Column('bigint', { name: 'perform_time', nullable: true, transformer: bigint })
  performTime: number | null;

  @Column('bigint', { name: 'cancel_time', nullable: true, transformer: bigint })
  cancelTime: number | null;

  @Column('smallint')
  state: PaymeState;

  /** Why it was cancelled, as Payme counts reasons. */
  @Column('smallint', { nullable: true })
  reason: number | null;

  @Column('jsonb', { nullable: true })
  fiscal: PaymeFiscal | null;
}
