import { ApiProperty } from '@nestjs/swagger';
import type { AskedRefund } from './asked-refund';
import type { PaymentFact, RefundedFact, RefundedLine } from './payment-fact';

export const REFUND_STATES = ['asked', 'done'] as const;

class RefundedLineView implements RefundedLine {
  @ApiProperty({ format: 'uuid' })
  orderLineId: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  quantity: number;
}

class RefundAsker {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, nullable: true })
  username: string | null;
}

/** Money of an order that somebody asked to go back, or that went back. */
export class OrderRefundView {
  @ApiProperty({ description: 'The provider’s name for it, or ours.' })
  id: string;

  @ApiProperty({ enum: REFUND_STATES, description: '`asked`: the provider has not told yet that the money went.' })
  state: (typeof REFUND_STATES)[number];

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    example: 199,
    description: 'In smallest units of the order’s currency; null: all of it, or what the lines cost.',
  })
  amount: number | null;

  @ApiProperty({ type: [RefundedLineView], nullable: true, description: 'Null: no items were named.' })
  lines: readonly RefundedLineView[] | null;

  @ApiProperty({ type: RefundAsker, nullable: true, description: 'Of finance; null: the provider told by itself.' })
  askedBy: RefundAsker | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  askedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What finance wrote; null once the player was erased.' })
  reason: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the money went.' })
  doneAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'finance', description: 'Why, as the provider has it.' })
  code: string | null;
}

/** What the audit log says of a refund that was asked for. */
export interface NotedRefund {
  refundId: string;
  /** ISO 8601. */
  at: string;
  actorId: string;
  username: string | null;
  reason: string | null;
}

/** Every refund of a payment, the newest first: those that wait for the provider, and those that it told of. */
export function orderRefunds(
  facts: readonly PaymentFact[],
  asked: readonly AskedRefund[],
  noted: readonly NotedRefund[],
): OrderRefundView[] {
  const told = facts.filter((fact): fact is RefundedFact => fact.kind === 'refunded');
  const ids = new Set([...asked.map(({ id }) => id), ...told.map(({ refundId }) => refundId)]);
  const refunds = [...ids].map((id) => {
    const fact = told.find(({ refundId }) => refundId === id);
    const request = asked.find((each) => each.id === id);
    return refundView(
      id,
      fact,
      request,
      noted.find(({ refundId }) => refundId === id),
    );
  });
  return refunds.toSorted((one, other) => timeOf(other) - timeOf(one));
}

function refundView(id: string, fact?: RefundedFact, request?: AskedRefund, note?: NotedRefund): OrderRefundView {
  return {
    id,
    state: fact === undefined ? 'asked' : 'done',
    amount: fact?.amount ?? request?.amount ?? null,
    lines: fact?.lines ?? request?.lines ?? null,
    ...askedOf(note),
    doneAt: fact?.at ?? null,
    code: fact?.code ?? null,
  };
}

function askedOf(note?: NotedRefund): Pick<OrderRefundView, 'askedBy' | 'askedAt' | 'reason'> {
  if (note === undefined) return { askedBy: null, askedAt: null, reason: null };
  const { at, actorId, username, reason } = note;
  return { askedBy: { id: actorId, username }, askedAt: at, reason };
}

function timeOf({ askedAt, doneAt }: OrderRefundView): number {
  const at = askedAt ?? doneAt;
  return at === null ? Infinity : Date.parse(at);
}
