import { createHash } from 'node:crypto';
import type { Telling } from './scripts';
import type { ShownOrder } from './shopper';
import type { Answer, Call } from './wire';

/** An order as the provider knows it. */
export interface ToldOrder {
  order: ShownOrder;
  /** Decimal places of its currency. */
  scale: number;
  /** In smallest units: what a partial refund gives back. */
  amountBack: number;
  /** The payer disputes the payment and loses: what is taken meanwhile is a chargeback in the strict sense. */
  isDisputed: boolean;
  /** Chooses among ways to say the same. */
  variant: number;
}

/** One of the providers, as it calls us. */
export interface ProviderPlayer {
  readonly currency: string;
  /** What is sent to tell this; sent again it is the same. */
  call(telling: Telling, told: ToldOrder): Call;
  /** The same with another sum; undefined where it names none. */
  mispriced(telling: Telling, told: ToldOrder): Call | undefined;
  /** The same as somebody would send it who is not the provider. */
  forged(call: Call, variant: number): Call;
  isAccepted(answer: Answer): boolean;
  /** Whether it was not believed. */
  isDisbelieved(answer: Answer): boolean;
  /** Whether the sum was refused. */
  isWrongSum(answer: Answer): boolean;
  /** Whether a temporary fault of ours was answered in a way that is none of HTTP's. */
  isFault(answer: Answer): boolean;
  /** Shows whether we have the same key as the server: a harmless question about nothing. */
  question(playerId: string): Call;
}

/** The same hexadecimal digits for the same thing; ids are made of them that are new for each order. */
export function digitsOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** Money that came after the player gave the order up came after it by any clock. */
export function paidAt({ endedAt }: ShownOrder): string {
  const now = Date.now();
  return new Date(endedAt === null ? now : Math.max(now, Date.parse(endedAt) + 1_000)).toISOString();
}
