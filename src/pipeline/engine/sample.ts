import type { Random } from './random';
import { amount, campaignCell, quote, receiptCell, SampleTime, timeCell } from './sample-cells';

const DAY_SECONDS = 86_400;
const DAYS = 30;
const START = Date.UTC(2026, 9, 1) / 1_000;
const CAMPAIGNS = 20;
const REMEMBERED = 500;

/** What one step of the sample adds to each file. */
export interface SampleRows {
  purchases: string[];
  confirmations: string[];
  sessions: string[];
  orders: string[];
}

interface Purchase {
  device: string;
  /** Seconds since 1970. */
  at: number;
  cents: number;
  campaign: number;
  receipt: string | null;
}

export const HEADERS = {
  purchases: 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id,status',
  confirmations: 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id',
  sessions: 'event_timestamp_utc,user_id,event_name',
  orders: 'order_id,receipt_id,provider,player_id,paid_at_utc,amount_usd,status',
  costs: 'date,campaign,ad_cost_usd',
};

/**
 * Inputs as they come: mostly in order, about four purchases to a device over thirty days, and now and then each of the
 * traps that real exports held. Same seed, same bytes.
 */
export class Sample {
  private readonly recent: Purchase[] = [];
  private readonly devices: number;
  private written = 0;

  constructor(
    private readonly random: Random,
    private readonly rows: number,
  ) {
    this.devices = Math.max(3, Math.ceil(rows / 4));
  }

  /** Null when there are enough purchase rows. */
  next(): SampleRows | null {
    if (this.written >= this.rows) return null;
    const rows: SampleRows = { purchases: [], confirmations: [], sessions: [], orders: [] };
    const trap = this.random.next();
    if (this.recent.length > 0 && trap < 0.015) this.tellAgain(rows);
    else if (this.recent.length > 0 && trap < 0.035) this.chargeBack(rows);
    else if (trap < 0.08) this.oddRow(rows);
    else if (trap < 0.085) this.burst(rows);
    else this.sell(rows, this.purchase());
    rows.purchases.splice(this.rows - this.written);
    this.written += rows.purchases.length;
    for (const _ of rows.purchases) this.session(rows);
    return rows;
  }

  costs(): string[] {
    const lines: string[] = [];
    for (let day = -7; day < DAYS; day += 1) {
      for (let campaign = 0; campaign < CAMPAIGNS; campaign += 1) {
        if (this.random.chance(0.03)) continue; // nobody wrote it down
        const date = new Date((START + day * DAY_SECONDS) * 1_000).toISOString().slice(0, 10);
        const cents = this.random.chance(0.02) ? 0 : this.random.between(2_000, 40_000);
        const cost = this.random.chance(0.005) ? 'n/a' : amount(this.random, cents);
        lines.push(`${date},${campaignCell(this.random, campaign)},${cost}`);
      }
    }
    return lines;
  }

  private purchase(): Purchase {
    const seconds = Math.floor((this.written / this.rows) * DAYS * DAY_SECONDS) + this.random.below(3_600);
    return {
      device: this.device(),
      at: START + Math.min(seconds, DAYS * DAY_SECONDS - 1),
      cents: this.random.pick([99, 199, 299, 499, 999, 1_999, 4_999, 9_999]),
      campaign: this.random.below(CAMPAIGNS),
      receipt: this.random.chance(0.02) ? null : this.receipt(),
    };
  }

  private device(): string {
    return `af_${this.random.below(this.devices).toString(16).padStart(8, '0')}`;
  }

  private receipt(): string {
    return this.random.chance(0.001)
      ? `BADREC-${this.random.below(9)}`
      : `RCP-${this.written.toString(36)}-${this.random.below(1e6)}`;
  }

  private sell(rows: SampleRows, sold: Purchase): void {
    rows.purchases.push(this.line(sold, 'purchase', amount(this.random, sold.cents), 'success'));
    this.remember(sold);
    if (this.random.chance(0.91)) this.confirm(rows, sold);
    if (this.random.chance(0.02)) this.confirm(rows, this.purchase()); // AppsFlyer never heard of it
  }

  private remember(sold: Purchase): void {
    if (this.recent.length < REMEMBERED) this.recent.push(sold);
    else this.recent[this.random.below(REMEMBERED)] = sold;
  }

  private confirm(rows: SampleRows, sold: Purchase): void {
    const where = this.random.next();
    const minutes = where < 0.93 ? 8 : where < 0.98 ? 15 : 120;
    const gap =
      where > 0.995 ? this.random.pick([-600, 600, 601, -601]) : this.random.between(-60 * minutes, 60 * minutes);
    const cents = this.random.chance(0.01) ? sold.cents - 10 : sold.cents;
    const receipt = this.random.chance(0.7) ? sold.receipt : null;
    const confirmed = { ...sold, at: sold.at + gap, cents, receipt };
    rows.confirmations.push(this.line(confirmed, 'purchase', amount(this.random, cents)));
    if (this.random.chance(0.003))
      rows.confirmations.push(this.line(confirmed, 'purchase', amount(this.random, cents)));
    if (this.random.chance(0.001)) rows.confirmations.push(this.line(confirmed, 'purchase', 'free'));
    if (this.random.chance(0.002))
      rows.confirmations.push(this.line(confirmed, 'purchase', amount(this.random, -cents)));
    if (sold.receipt !== null && this.random.chance(0.95)) this.order(rows, sold);
  }

  private order(rows: SampleRows, { receipt, device, at, cents }: Purchase): void {
    const id = `O${rows.orders.length}-${this.written}`;
    rows.orders.push(
      `${id},${receipt},payme,${device},${SampleTime.plain(at + 2)},${amount(this.random, cents)},fulfilled`,
    );
  }

  /** The same purchase once more, written another way or a minute later. */
  private tellAgain(rows: SampleRows): void {
    const sold = this.random.pick(this.recent);
    const again = { ...sold, at: sold.at + this.random.pick([0, 0, 60, -60]) };
    rows.purchases.push(this.line(again, 'purchase', amount(this.random, sold.cents), 'success'));
  }

  private chargeBack(rows: SampleRows): void {
    const sold = this.random.pick(this.recent);
    const receipt = this.random.chance(0.05) ? this.random.pick([null, this.receipt()]) : sold.receipt;
    const taken = { ...sold, receipt, at: sold.at + this.random.pick([60, 3_600, 2 * DAY_SECONDS]) };
    const line = this.line(taken, 'purchase', amount(this.random, -sold.cents), 'chargeback');
    rows.purchases.push(line);
    if (this.random.chance(0.05)) rows.purchases.push(line);
  }

  /** What counts for nothing, and what cannot be read. */
  private oddRow(rows: SampleRows): void {
    const sold = this.purchase();
    const money = amount(this.random, sold.cents);
    const odd: (() => string)[] = [
      () => this.line(sold, 'purchase', money, 'failed'),
      () => this.line(sold, 'purchase', money, ' Failed '),
      () => this.line(sold, 'purchase', '0.0', 'success'),
      () => this.line(sold, 'af_ars_subscription_renewed', money, 'success'),
      () => this.line(sold, 'af_ars_subscription_resumed', money, 'success'),
      () => this.line(sold, 'install', '', 'success'),
      () => this.line(sold, 'purchase', this.random.pick(['free', '', '1.234,50', '1e3']), 'success'),
      () => this.line({ ...sold, device: ' ' }, 'purchase', money, 'success'),
      () =>
        `${sold.device},purchase,${this.random.pick(['yesterday', '', '2026-13-01T00:00:00Z', '2026-10-02'])},1.99,C,R,success`,
      () => `${sold.device},purchase,${SampleTime.plain(sold.at)},4,99,Campaign_01,${sold.receipt ?? ''},success`,
    ];
    const common = this.random.chance(0.9) ? this.random.below(6) : this.random.below(odd.length);
    rows.purchases.push(odd[common]());
  }

  /** Somebody taps again and again, and the gateway keeps no receipts: who belongs to whom is a question. */
  private burst(rows: SampleRows): void {
    const first = this.purchase();
    for (let i = this.random.between(2, 6); i > 0; i -= 1) {
      const sold = {
        ...first,
        at: first.at + this.random.between(0, 1_500),
        cents: this.random.pick([99, 499]),
        receipt: null,
      };
      rows.purchases.push(this.line(sold, 'purchase', amount(this.random, sold.cents), 'success'));
      if (this.random.chance(0.8)) {
        const confirmed = { ...sold, at: sold.at + this.random.between(-700, 700) };
        rows.confirmations.push(this.line(confirmed, 'purchase', amount(this.random, sold.cents)));
      }
    }
  }

  private session(rows: SampleRows): void {
    const at = START + Math.floor((this.written / this.rows) * DAYS * DAY_SECONDS);
    const time = this.random.chance(0.0005) ? 'never' : timeCell(this.random, at);
    const user = this.random.chance(0.0005) ? '' : `u_${this.random.below(this.devices).toString(16)}`;
    rows.sessions.push(`${time},${user},user_engagement`);
  }

  private line({ device, at, campaign, receipt }: Purchase, event: string, revenue: string, status?: string): string {
    const name = this.random.chance(0.01) ? ` ${event.toUpperCase()} ` : event;
    const cells = [device, name, timeCell(this.random, at), revenue, campaignCell(this.random, campaign)];
    cells.push(quote(receiptCell(this.random, receipt)));
    if (status !== undefined) cells.push(this.random.chance(0.01) ? status.toUpperCase() : status);
    return cells.join(',');
  }
}
