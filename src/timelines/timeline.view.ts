import { ApiProperty } from '@nestjs/swagger';
import { exact } from '../platform/database/bigint';
import { localizedName } from '../products/products.service';
import { TIMELINE_KINDS, type TimelineKind, type TimelineRow } from './timeline-row';

const integer = { type: 'integer', format: 'int64', nullable: true } as const;
const id = { type: String, format: 'uuid', nullable: true } as const;
const text = { type: String, nullable: true } as const;

class NamedProduct {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ ...text, example: 'Day boost' })
  name: string | null;
}

class NamedActor {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ ...text, description: 'Null for a service.' })
  username: string | null;
}

/** One thing that a player did or that befell them. */
export class TimelineEntryView {
  @ApiProperty({ enum: TIMELINE_KINDS, description: '`movement`: of the ledger; `staff`: what staff did about them.' })
  kind: TimelineKind;

  @ApiProperty({ description: 'Unique among those of its kind.' })
  key: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({
    example: 'purchase',
    description:
      'The kind of the transaction or grant, what befell the order (`placed`, `paid`, `fulfilled`, `ended`) or the ' +
      'payment, the type of the event, or what staff did.',
  })
  what: string;

  @ApiProperty({ ...text, example: null, description: 'Of the order, grant or session now; why it was refused.' })
  status: string | null;

  @ApiProperty({ ...text, example: 'COIN' })
  currency: string | null;

  @ApiProperty({ type: NamedProduct, nullable: true })
  product: NamedProduct | null;

  @ApiProperty({ ...integer, example: -100, description: 'In smallest units or items; negative when something left.' })
  amount: number | null;

  @ApiProperty({ ...integer, description: 'What was held after a movement.' })
  balanceAfter: number | null;

  @ApiProperty(id)
  orderId: string | null;

  @ApiProperty(id)
  transactionId: string | null;

  @ApiProperty({ type: NamedActor, nullable: true, description: 'Who did it, where it was not the player.' })
  actor: NamedActor | null;

  @ApiProperty({ ...text, description: 'What was written about it; the provider; the device of a session.' })
  note: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'Of an event.' })
  meta: Record<string, unknown> | null;
}

/** @param languages those that are wanted, for the names of products */
export function timelineEntryView(row: TimelineRow, languages: readonly string[]): TimelineEntryView {
  const { kind, at, key, part, what, status, currency, orderId, transactionId, note, meta } = row;
  const { productId, actorId, actorName, amount, balanceAfter } = row;
  return {
    kind,
    key: `${key}.${part}`,
    at: new Date(at).toISOString(),
    what,
    status,
    currency,
    product: productId === null ? null : { id: productId, name: nameOf(row, languages) },
    amount: amount === null ? null : exact(amount),
    balanceAfter: balanceAfter === null ? null : exact(balanceAfter),
    orderId,
    transactionId,
    actor: actorId === null ? null : { id: actorId, username: actorName },
    note: note === '' ? null : note,
    meta,
  };
}

/** Null of a product that is there no more. */
function nameOf({ productName: name, productTexts: localized }: TimelineRow, languages: readonly string[]) {
  return name === null || localized === null ? name : localizedName({ name, localized }, languages);
}
