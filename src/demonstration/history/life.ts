import { randomOf, type Random } from '../../platform/random/random';
import type { Deed, OrderCurrency, OrderedLine, PlayedEvent } from './deed';
import { Purse } from './purse';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './story-days';

const REWARD = 500;
const SECOND_MS = 1_000;

/** How much of a player somebody is. */
export interface Temper {
  /** How likely they come on a day; it wanes. */
  comes: number;
  /** How likely they order something on a day on which they come. */
  pays: number;
}

/** What is ordered for money, the more often the more often it stands here. */
const BASKETS: readonly (readonly OrderedLine[])[] = [
  [{ sku: 'coins-500', quantity: 1 }],
  [{ sku: 'coins-500', quantity: 1 }],
  [{ sku: 'coins-500', quantity: 1 }],
  [{ sku: 'coins-500', quantity: 2 }],
  [{ sku: 'coins-500', quantity: 2 }],
  [{ sku: 'coins-500', quantity: 3 }],
  [{ sku: 'coins-500', quantity: 5 }],
  [{ sku: 'founders-medal', quantity: 1 }],
  [
    { sku: 'founders-medal', quantity: 1 },
    { sku: 'coins-500', quantity: 2 },
  ],
];
const FOR_COINS = ['day-boost', 'health-potion', 'health-potion', 'magic-shield', 'speed-boots', 'wizard-hat'];
const DEAR = ['premium-status', 'dragon-sword'];
const CONSUMABLES = ['day-boost', 'health-potion'];
const WHY = [
  ['A purchase did not arrive.', 'SUP-10'],
  ['Sorry for the long maintenance.', 'SUP-11'],
  ['Won the contest of the week.', 'COM-20'],
] as const;

interface Ordered {
  atMs: number;
  lines: readonly OrderedLine[];
}

/** One player from the day they came, day after day. */
export class LifeTelling {
  private readonly deeds: Deed[] = [];
  private readonly purse = new Purse();
  private readonly random: Random;
  private atMs = 0;
  private level = 1;
  private lastOrder: Ordered | undefined;
  private isOver = false;

  constructor(
    private readonly temper: Temper,
    ...seeds: readonly number[]
  ) {
    this.random = randomOf(...seeds);
  }

  /** All that they do from their first day, which begins at `firstMs`, until `toMs`. */
  tell(firstMs: number, toMs: number, isBrought: boolean): Deed[] {
    this.arrive(firstMs, isBrought);
    for (let day = 0; firstMs + day * DAY_MS < toMs && !this.isOver; day++) {
      const startMs = firstMs + day * DAY_MS;
      if (day === 0) this.spendDay();
      else if (this.random.chance(this.temper.comes * Math.max(0.25, 1 - day / 45))) this.visit(startMs);
    }
    return this.deeds.filter(({ atMs }) => atMs <= toMs);
  }

  private arrive(firstMs: number, isBrought: boolean): void {
    this.atMs = firstMs + this.hour();
    const clickMs = isBrought
      ? this.atMs - this.random.integer(30, 900) * SECOND_MS - this.random.integer(1, 999)
      : null;
    this.deeds.push({ kind: 'arrive', atMs: this.atMs, clickMs });
  }

  private visit(startMs: number): void {
    this.settleLastOrder(startMs);
    if (this.isOver) return;
    this.atMs = Math.max(this.atMs + MINUTE_MS, startMs + this.hour());
    this.spendDay();
  }

  /** People sleep: most of the day is between eight and midnight. */
  private hour(): number {
    return Math.floor((8 + 15.5 * Math.sqrt(this.random.next())) * HOUR_MS);
  }

  private spendDay(): void {
    this.play();
    if (this.random.chance(0.8)) this.collect();
    if (this.random.chance(this.temper.pays)) this.order();
    for (let wish = this.random.integer(1, 3); wish > 0; wish--) this.buy();
    if (this.random.chance(0.5)) this.use();
    if (this.random.chance(0.012)) this.receiveGift();
  }

  private play(): void {
    const events: PlayedEvent[] = [{ afterMs: 0, type: 'session_start', meta: { platform: this.platform() } }];
    let afterMs = 0;
    for (let game = this.random.integer(1, 4); game > 0; game--) {
      afterMs += this.random.integer(60, 400) * SECOND_MS;
      const hasWon = this.random.chance(0.65);
      events.push({ afterMs, type: hasWon ? 'level_complete' : 'level_failed', meta: { level: this.level } });
      if (hasWon) this.level++;
    }
    afterMs += 30 * SECOND_MS;
    events.push({ afterMs, type: 'session_end', meta: { seconds: afterMs / SECOND_MS } });
    this.deeds.push({ kind: 'play', atMs: this.next(), events });
  }

  private platform(): string {
    return this.random.pick(['ios', 'android', 'android', 'web']);
  }

  private collect(): void {
    this.purse.coins += REWARD;
    this.deeds.push({ kind: 'collect', atMs: this.next() });
  }

  private buy(): void {
    const sku = this.random.pick(this.purse.coins >= 1_200 ? DEAR : FOR_COINS);
    const quantity = CONSUMABLES.includes(sku) ? this.random.integer(1, 6) : 1;
    if (!this.purse.mayBuy(sku, quantity)) return;
    this.purse.buy(sku, quantity);
    this.deeds.push({ kind: 'buy', atMs: this.next(), sku, quantity });
  }

  private use(): void {
    const sku = this.random.pick(CONSUMABLES);
    if (this.purse.held(sku) === 0) return;
    const quantity = this.random.integer(1, this.purse.held(sku));
    this.purse.use(sku, quantity);
    this.deeds.push({ kind: 'use', atMs: this.next(), sku, quantity });
  }

  private order(): void {
    const lines = this.random.pick(BASKETS);
    if (!lines.every(({ sku, quantity }) => this.purse.hasRoomFor(sku, quantity))) return;
    const currency: OrderCurrency = lines.length === 1 && lines[0].sku === 'coins-500' ? this.currency() : 'USD';
    const isPaid = this.random.chance(0.92);
    const atMs = this.next();
    this.deeds.push({ kind: 'order', atMs, lines, currency, isPaid });
    this.atMs += 12 * MINUTE_MS;
    if (!isPaid) return;
    this.purse.receive(lines);
    this.lastOrder = { atMs, lines };
  }

  private currency(): OrderCurrency {
    return this.random.chance(0.15) ? 'UZS' : 'USD';
  }

  /** Some want their money back the next time, and of a few a bank takes it: those are not seen again. */
  private settleLastOrder(startMs: number): void {
    const order = this.lastOrder;
    this.lastOrder = undefined;
    if (order === undefined || !this.random.chance(0.08)) return;
    this.atMs = Math.max(this.atMs + MINUTE_MS, startMs + this.random.integer(120, 420) * MINUTE_MS);
    if (this.random.chance(0.3)) {
      this.deeds.push({ kind: 'chargeback', atMs: this.atMs, orderedMs: order.atMs });
      this.isOver = true;
    } else if (this.purse.stillHas(order.lines)) {
      this.purse.giveBack(order.lines);
      this.deeds.push({ kind: 'refund', atMs: this.atMs, orderedMs: order.atMs });
    }
  }

  private receiveGift(): void {
    const [reason, series] = this.random.pick(WHY);
    const by = this.random.chance(0.7) ? 'support' : 'finance';
    const amount = this.random.integer(2, 10) * 50;
    const ticket = `${series}${this.random.integer(10, 99)}`;
    this.purse.coins += amount;
    this.deeds.push({ kind: 'gift', atMs: this.next(), amount, by, reason, ticket });
  }

  /** The moment of the next deed: a while after the last, and like no other of this player. */
  private next(): number {
    this.atMs += this.random.integer(20, 240) * SECOND_MS + this.random.integer(1, 999);
    return this.atMs;
  }
}
