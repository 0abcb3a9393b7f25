import type { PaymeSettings } from '../platform/config/payme-settings';
import { digitsOf, type ProviderPlayer, type ToldOrder } from './provider-player';
import type { Telling, TellingKind } from './scripts';
import type { Answer, Call } from './wire';

const PATH = '/payme/webhook';
const UNAUTHORIZED = -32_504;
const SYSTEM_FAULT = -32_400;
const WRONG_SUM = -31_001;
/** Payme's reasons: before the payment, and a refund after it. */
const REASON_BEFORE = 3;
const REASON_REFUND = 5;

interface Rpc {
  result?: object;
  error?: { code: number };
}

/** Calls as the cashbox of Payme does: JSON-RPC by Basic authentication, and HTTP 200 whatever comes of it. */
export class PaymePlayer implements ProviderPlayer {
  readonly currency = 'UZS';
  private calls = 0;

  constructor(
    private readonly key: string,
    private readonly accountField: PaymeSettings['accountField'],
  ) {}

  call(telling: Telling, { order, variant }: ToldOrder): Call {
    const { id: orderId, total: amount } = order;
    const id = transactionId(orderId, telling.attempt);
    const bill = { amount, account: { [this.accountField]: orderId } };
    const params: Partial<Record<TellingKind, object>> = {
      CheckPerformTransaction: bill,
      CreateTransaction: { id, time: Date.now(), ...bill },
      CancelTransaction: { id, reason: variant % 2 === 0 ? REASON_BEFORE : REASON_REFUND },
      SetFiscalData: { id, type: 'PERFORM', fiscal_data: { receipt_id: variant, status_code: 0, message: 'accepted' } },
    };
    return this.rpc(telling.kind, params[telling.kind] ?? { id });
  }

  mispriced(telling: Telling, { order, variant }: ToldOrder): Call | undefined {
    const amount = [order.total + 1, order.total - 1, order.total * 100][variant % 3];
    const bill = { amount, account: { [this.accountField]: order.id } };
    if (telling.kind === 'CheckPerformTransaction') return this.rpc(telling.kind, bill);
    if (telling.kind !== 'CreateTransaction') return undefined;
    return this.rpc(telling.kind, { id: transactionId(order.id, -1), time: Date.now(), ...bill });
  }

  forged(call: Call, variant: number): Call {
    const type = { 'content-type': 'text/json; charset=UTF-8' };
    const ways = [
      basic('Paycom', digitsOf(`${variant}`).slice(0, 36)),
      basic('Other', this.key),
      {},
      { authorization: 'Bearer x' },
    ];
    return { ...call, headers: () => ({ ...type, ...ways[variant % ways.length] }) };
  }

  isAccepted({ body }: Answer): boolean {
    return (body as Rpc | undefined)?.result !== undefined;
  }

  isDisbelieved(answer: Answer): boolean {
    return codeOf(answer) === UNAUTHORIZED;
  }

  /** An order that nobody can pay any more, or that waits for another payment, is refused before its sum is looked at. */
  isWrongSum(answer: Answer): boolean {
    const code = codeOf(answer) ?? 0;
    return code === WRONG_SUM || code === -31_008 || (code <= -31_050 && code >= -31_099);
  }

  isFault(answer: Answer): boolean {
    return codeOf(answer) === SYSTEM_FAULT;
  }

  question(): Call {
    return this.rpc('CheckTransaction', { id: digitsOf('question').slice(0, 24) });
  }

  private rpc(method: string, params: object): Call {
    const body = JSON.stringify({ method, params, id: ++this.calls });
    const headers = { 'content-type': 'text/json; charset=UTF-8', ...basic('Paycom', this.key) };
    return { method: 'POST', path: PATH, body, headers: () => headers };
  }
}

function codeOf({ body }: Answer): number | undefined {
  return (body as Rpc | undefined)?.error?.code;
}

function basic(login: string, key: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${login}:${key}`).toString('base64')}` };
}

/** 24 hexadecimal digits, as Payme's are. */
function transactionId(orderId: string, attempt: number): string {
  return digitsOf(`${orderId} ${attempt}`).slice(0, 24);
}
