import { createHmac } from 'node:crypto';
import { signatureOf } from '../payments/xsolla/xsolla-signature';
import { digitsOf, type ProviderPlayer, type ToldOrder } from './provider-player';
import type { Telling } from './scripts';
import type { Answer, Call } from './wire';
import { notice, type XsollaSettings } from './xsolla-notice';

const PATH = '/webhooks/xsolla';
const TYPE = { 'content-type': 'application/json' };

/** Signs with SHA-1 over the body and the project's key. */
export class XsollaPlayer implements ProviderPlayer {
  readonly currency = 'USD';

  constructor(
    private readonly secret: string,
    private readonly settings: XsollaSettings,
  ) {}

  call(telling: Telling, told: ToldOrder): Call {
    return this.signed(notice(telling, told, this.settings, told.order.total));
  }

  mispriced(telling: Telling, told: ToldOrder): Call | undefined {
    if (telling.kind !== 'paid' && telling.kind !== 'order_paid') return undefined;
    const { total } = told.order;
    const other = [total + 1, total * 10, total + 100][told.variant % 3];
    return this.signed(notice(telling, told, this.settings, other));
  }

  forged({ body = '', ...call }: Call, variant: number): Call {
    const bytes = Buffer.from(body);
    const right = signatureOf(bytes, this.secret);
    const hmac = createHmac('sha1', this.secret).update(bytes).digest('hex');
    const ways: readonly { sent?: string; signature?: string }[] = [
      { signature: signatureOf(bytes, digitsOf(`${variant}`)) },
      { signature: hmac },
      { sent: `${body} `, signature: right },
      { signature: `${right}0` },
      {},
    ];
    const { sent = body, signature } = ways[variant % ways.length];
    const headers = signature === undefined ? TYPE : { ...TYPE, authorization: `Signature ${signature}` };
    return { ...call, body: sent, headers: () => headers };
  }

  isAccepted({ status }: Answer): boolean {
    return status === 204 || status === 200;
  }

  isDisbelieved(answer: Answer): boolean {
    return wordOf(answer) === 'INVALID_SIGNATURE';
  }

  isWrongSum(answer: Answer): boolean {
    return wordOf(answer) === 'INCORRECT_AMOUNT';
  }

  isFault(): boolean {
    return false;
  }

  question(playerId: string): Call {
    return this.signed({ notification_type: 'user_validation', settings: this.settings, user: { id: playerId } });
  }

  private signed(content: object): Call {
    const body = JSON.stringify(content);
    const headers = { ...TYPE, authorization: `Signature ${signatureOf(Buffer.from(body), this.secret)}` };
    return { method: 'POST', path: PATH, body, headers: () => headers };
  }
}

function wordOf({ status, body }: Answer): string | undefined {
  return status === 400 ? (body as { error?: { code?: string } } | undefined)?.error?.code : undefined;
}
