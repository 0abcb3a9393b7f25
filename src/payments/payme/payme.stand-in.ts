import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import { OwnDoor } from '../payment-page/own-door';
import type { PageButton, Press, StandIn } from '../payment-page/stand-in';
import { type PaymeCashbox, paymeCashbox } from './payme-cashbox';
import { PROVIDER } from './payme-orders';

const PATH = '/api/v1/payme/webhook';
const NOT_DONE = 3;
const REFUND = 5;

interface Listed {
  id: string;
  state: number;
  account: Readonly<Record<string, string>>;
}

/** Stands in for Payme's page where there is no cashbox, and calls us as Payme would. */
@Injectable()
export class PaymeStandIn implements StandIn {
  readonly provider = PROVIDER;
  readonly isOn: boolean;
  readonly title = 'Payme, played by Florin';
  readonly buttons: Readonly<Record<string, PageButton>> = {
    pay: { label: 'Pay' },
    decline: { label: 'Decline' },
    refund: { label: 'Refund' },
  };

  private readonly cashbox: PaymeCashbox | undefined;
  private readonly accountField: string;

  constructor(
    config: Config,
    private readonly door: OwnDoor,
  ) {
    this.cashbox = paymeCashbox(config);
    this.isOn = this.cashbox?.isPlayed === true;
    this.accountField = config.payme.accountField;
  }

  press(press: Press): Promise<boolean> {
    if (press.action === 'refund') return this.refund(press);
    return this.transact(press, press.action === 'pay');
  }

  /** A form has one transaction, however often it is sent. */
  private async transact({ payment, order, nonce }: Press, isPaid: boolean): Promise<boolean> {
    const id = hash('sha256', `${payment.id} ${nonce}`, 'hex').slice(0, 24);
    const bill = { amount: payment.amount, account: { [this.accountField]: order.id } };
    const isKnown = (await this.call('CheckTransaction', { id })) !== undefined;
    if (!isKnown && (await this.call('CheckPerformTransaction', bill)) === undefined) return false;
    if (!isKnown && (await this.call('CreateTransaction', { id, time: Date.now(), ...bill })) === undefined)
      return false;
    const ended = isPaid
      ? await this.call('PerformTransaction', { id })
      : await this.call('CancelTransaction', { id, reason: NOT_DONE });
    return ended !== undefined;
  }

  /** Of what was performed for the order, as Payme's cabinet would do it. */
  private async refund({ order }: Press): Promise<boolean> {
    const listed = await this.call<{ transactions: Listed[] }>('GetStatement', {
      from: order.createdAt.getTime(),
      to: Date.now(),
    });
    const done = listed?.transactions.find(
      ({ state, account }) => state === 2 && account[this.accountField] === order.id,
    );
    if (done === undefined) return false;
    return (await this.call('CancelTransaction', { id: done.id, reason: REFUND })) !== undefined;
  }

  /** The result; undefined: it was refused. */
  private async call<Result = object>(method: string, params: object): Promise<Result | undefined> {
    if (!this.isOn || this.cashbox === undefined) return undefined;
    const authorization = `Basic ${Buffer.from(`Paycom:${this.cashbox.key}`).toString('base64')}`;
    const response = await this.door.post(PATH, { authorization }, JSON.stringify({ method, params, id: 1 }));
    return ((await response.json()) as { result?: Result }).result;
  }
}
