import { sign } from '../payments/sandbox/sandbox-signature';
import { digitsOf, paidAt, type ProviderPlayer, type ToldOrder } from './provider-player';
import type { Telling, TellingKind } from './scripts';
import type { Answer, Call } from './wire';

const PATH = '/webhooks/sandbox';
const TYPES: Readonly<Partial<Record<TellingKind, string>>> = {
  paid: 'payment.paid',
  underpaid: 'payment.paid',
  declined: 'payment.declined',
  refunded: 'payment.refunded',
  partly_refunded: 'payment.refunded',
  charged_back: 'payment.charged_back',
  dispute_won: 'payment.dispute_won',
};
/** None of them is a sum: whole, positive, exact. Another whole sum would be money that moved, and be taken. */
const NO_SUMS = [(sum: number) => sum + 0.5, (sum: number) => -sum, () => 0, (sum: number) => `${sum}`, () => 2 ** 53];

/** Signs as Standard Webhooks has it. */
export class SandboxPlayer implements ProviderPlayer {
  readonly currency = 'USD';

  constructor(private readonly secret: Buffer) {}

  call(telling: Telling, { order, amountBack, variant }: ToldOrder): Call {
    const { id, total, currency } = order;
    const amounts: Partial<Record<TellingKind, number | null>> = {
      paid: total,
      underpaid: Math.max(1, total - 1 - (variant % 100)),
      refunded: variant % 2 === 0 ? null : total,
      partly_refunded: amountBack,
    };
    return this.signed(id, TYPES[telling.kind] ?? telling.kind, {
      orderId: id,
      transactionId: `${id}:${telling.kind}:${telling.attempt}`,
      amount: amounts[telling.kind],
      currency,
      at: paidAt(order),
    });
  }

  mispriced(telling: Telling, { order, variant }: ToldOrder): Call | undefined {
    if (telling.kind !== 'paid') return undefined;
    const amount = NO_SUMS[variant % NO_SUMS.length](order.total);
    const transactionId = `${order.id}:mispriced`;
    const { id: orderId, currency } = order;
    return this.signed(orderId, 'payment.paid', { orderId, transactionId, amount, currency, at: paidAt(order) });
  }

  forged({ body = '', ...call }: Call, variant: number): Call {
    const now = Math.floor(Date.now() / 1_000);
    const [id, type] = [digitsOf(body).slice(0, 20), { 'content-type': 'application/json' }];
    const other = Buffer.from(digitsOf(`${variant}`), 'hex');
    const ways: readonly Call[] = [
      { ...call, body, headers: () => ({ ...type, ...sign(other, id, now, body) }) },
      { ...call, body: body.replace('"data"', ' "data"'), headers: call.headers },
      { ...call, body, headers: () => ({ ...type, ...sign(this.secret, id, now - 3_600, body) }) },
      { ...call, body, headers: () => type },
    ];
    return ways[variant % ways.length];
  }

  isAccepted({ status }: Answer): boolean {
    return status === 204;
  }

  isDisbelieved({ status, body }: Answer): boolean {
    return status === 400 && (body as { code?: string } | undefined)?.code === 'payment.notification_unproven';
  }

  isWrongSum(answer: Answer): boolean {
    return this.isDisbelieved(answer);
  }

  isFault(): boolean {
    return false;
  }

  question(): Call {
    return this.signed('question', 'simulator.question', {
      orderId: '00000000-0000-7000-8000-000000000000',
      transactionId: 'question',
      at: new Date().toISOString(),
    });
  }

  private signed(name: string, type: string, { at, ...data }: { at: string } & Record<string, unknown>): Call {
    const body = JSON.stringify({ type, timestamp: at, data });
    const id = `msg_${digitsOf(`${name}${body}`).slice(0, 24)}`;
    const headers = () => ({
      'content-type': 'application/json',
      ...sign(this.secret, id, Math.floor(Date.now() / 1_000), body),
    });
    return { method: 'POST', path: PATH, body, headers };
  }
}
