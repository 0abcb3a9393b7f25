import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import { OwnDoor } from '../payment-page/own-door';
import type { PageButton, Press, StandIn } from '../payment-page/stand-in';
import * as played from './played-notifications';
import { type XsollaAccount, xsollaAccount } from './xsolla-account';
import { REFUND_CODES } from './xsolla-refund-codes';
import { signatureOf } from './xsolla-signature';

const PATH = '/api/v1/webhooks/xsolla';
/** https://developers.xsolla.com/webhooks/operation/partial-refund */
const PARTIAL_CODES = [1, 3, 5, 7, 9, 10];
const CHARGEBACK_CODE = 2;

type Body = ReturnType<typeof played.userValidation>;

/** What Xsolla tells of each button, in this order. It gives up at the first that is refused. */
const TOLD: Record<string, (of: played.PlayedPayment, press: Press) => Body[]> = {
  pay: (of) => [played.userValidation(of), ...played.paid(of)],
  decline: (of, { order }) => [played.declined(of, order.createdAt.toISOString())],
  refund: (of, press) => played.refunded(of, detailsOf(press, Number(press.code))),
  partial_refund: (of, press) => [played.partlyRefunded(of, press.amount ?? 0, detailsOf(press, Number(press.code)))],
  chargeback: (of, press) => played.refunded(of, detailsOf(press, CHARGEBACK_CODE)).slice(0, 1),
  dispute: (of, { order }) => [played.disputed(of, 'new', order.createdAt.toISOString())],
  dispute_lost: (of, { order }) => [played.disputed(of, 'lost', order.createdAt.toISOString())],
  dispute_won: (of, { order }) => [played.disputed(of, 'won', order.createdAt.toISOString())],
};

/** Stands in for Pay Station where there is no API key, and sends what Xsolla would, signed as it signs. */
@Injectable()
export class XsollaStandIn implements StandIn {
  readonly provider = 'xsolla';
  readonly isOn: boolean;
  readonly title = 'Xsolla, played by Florin';
  readonly buttons: Readonly<Record<string, PageButton>> = {
    pay: { label: 'Pay' },
    decline: { label: 'Decline' },
    refund: { label: 'Refund', codes: codesOf(Object.keys(REFUND_CODES).map(Number)) },
    partial_refund: { label: 'Partial refund', amount: 'part', codes: codesOf(PARTIAL_CODES) },
    chargeback: { label: 'Chargeback' },
    dispute: { label: 'Open a dispute' },
    dispute_lost: { label: 'Dispute lost' },
    dispute_won: { label: 'Dispute won' },
  };

  private readonly account: XsollaAccount;

  constructor(
    config: Config,
    private readonly door: OwnDoor,
  ) {
    this.account = xsollaAccount(config);
    this.isOn = this.account.isPlayed;
  }

  async press(press: Press): Promise<boolean> {
    const { projectId = '1', merchantId } = this.account;
    const paidAt = (press.action === 'pay' ? new Date() : press.order.createdAt).toISOString();
    const of = { ...press, paidAt, projectId: Number(projectId), merchantId: Number(merchantId) };
    for (const body of TOLD[press.action](of, press)) if (!(await this.tell(body))) return false;
    return true;
  }

  private async tell(content: Body): Promise<boolean> {
    const { webhookSecret } = this.account;
    if (!this.isOn || webhookSecret === undefined) return false;
    const body = JSON.stringify(content);
    const authorization = `Signature ${signatureOf(Buffer.from(body), webhookSecret)}`;
    return (await this.door.post(PATH, { authorization }, body)).ok;
  }
}

/** Of one form always the same, so that it counts once however often it is sent. */
function detailsOf({ order, nonce }: Press, code: number) {
  const reason = `${REFUND_CODES[code].meaning} (${nonce})`;
  return { code, reason, date: order.createdAt.toISOString() };
}

function codesOf(codes: readonly number[]): { code: string; label: string }[] {
  return codes.map((code) => ({ code: String(code), label: `${code}: ${REFUND_CODES[code].meaning}` }));
}
