import { ApiProperty } from '@nestjs/swagger';
import type { PaymentNotification } from './payment-notification.entity';
import type { RefusedNotification } from './refused-notification.entity';

const money = { type: 'integer', format: 'int64', example: 199 } as const;
const nullableTime = { type: String, format: 'date-time', nullable: true } as const;
const nullableId = { type: String, format: 'uuid', nullable: true } as const;

/** Where an order is paid. */
export class PaymentLink {
  @ApiProperty({ example: 'sandbox' })
  provider: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null: the order does not wait to be paid any more.' })
  url: string | null;
}

/** A way to pay that is set up here. */
export class PaymentProviderView {
  @ApiProperty({ example: 'payme', description: 'For `POST /checkout`.' })
  name: string;

  @ApiProperty({ type: [String], nullable: true, example: ['UZS'], description: 'Null: whatever an order is in.' })
  currencies: readonly string[] | null;
}

/** The money of one order. */
export class PaymentView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  orderId: string;

  @ApiProperty({ format: 'uuid', description: 'The player.' })
  userId: string;

  @ApiProperty({ example: 'payme' })
  provider: string;

  @ApiProperty({ example: 'paid' })
  orderStatus: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'already_owned',
    description:
      'Why finance must look: `ended`, `amount_mismatch`, `overpaid`, `refund_unclear`, `disputed`, or what giving was ' +
      'refused with.',
  })
  attention: string | null;

  @ApiProperty({ ...money, description: 'What was asked for, in smallest units of the currency.' })
  amount: number;

  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty({ ...money, description: 'What came.' })
  received: number;

  @ApiProperty({ ...money, example: 0, description: 'Of that, what went back or was taken back.' })
  returned: number;

  @ApiProperty({ ...money, example: 0, description: 'Of what we keep, the part for which the player has nothing.' })
  toReturn: number;

  @ApiProperty({ type: [Object], description: 'What the provider told us, each thing once.' })
  facts: readonly object[];

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ ...nullableTime, description: 'When we gave the order up.' })
  closedAt: string | null;
}

/** What a provider told us, word for word. */
export class PaymentNotificationView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'xsolla' })
  provider: string;

  @ApiProperty({ example: 'payment' })
  kind: string;

  @ApiProperty({ description: 'The provider’s name for it.' })
  externalId: string;

  @ApiProperty(nullableId)
  orderId: string | null;

  @ApiProperty(nullableId)
  userId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Null once the player was erased.' })
  body: string | null;

  @ApiProperty({ type: Object, nullable: true })
  headers: Readonly<Record<string, string>> | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'How often it was told.' })
  seen: number;

  @ApiProperty({ format: 'date-time' })
  firstSeenAt: string;

  @ApiProperty({ format: 'date-time' })
  lastSeenAt: string;
}

/** What claimed to come from a provider and was not believed. */
export class RefusedNotificationView {
  @ApiProperty({ type: 'integer' })
  id: number;

  @ApiProperty({ example: 'xsolla' })
  provider: string;

  @ApiProperty({ example: 'signature' })
  reason: string;

  @ApiProperty({ description: 'Its first 16 kB.' })
  body: string;

  @ApiProperty({ type: Object })
  headers: Readonly<Record<string, string>>;

  @ApiProperty({ format: 'date-time' })
  seenAt: string;
}

export function paymentNotificationView({
  firstSeenAt,
  lastSeenAt,
  ...row
}: PaymentNotification): PaymentNotificationView {
  return { ...row, firstSeenAt: firstSeenAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() };
}

export function refusedNotificationView({ seenAt, ...row }: RefusedNotification): RefusedNotificationView {
  return { ...row, seenAt: seenAt.toISOString() };
}
