import { CATALOGUE } from '../catalogue';
import type { OrderCurrency, OrderedLine } from './deed';

type Product = (typeof CATALOGUE)[number];

/** By which the deeds and the engine know the same product. */
export function productOf(sku: string): Product {
  const product = CATALOGUE.find((each) => each.sku === sku);
  if (product === undefined) throw new RangeError(`The demonstration has no ${sku}.`);
  return product;
}

export function costOf(lines: readonly OrderedLine[], currency: OrderCurrency): number {
  return lines.reduce((sum, { sku, quantity }) => sum + (productOf(sku).prices[currency] ?? 0) * quantity, 0);
}

/** What a player of the story holds, so that nobody tries what the engine would refuse. */
export class Purse {
  coins = 0;
  private readonly items = new Map<string, number>();
  /** What counts against a limit does so even when it was given back. */
  private readonly ordered = new Set<string>();

  held(sku: string): number {
    return this.items.get(sku) ?? 0;
  }

  /** Whether they may come to own this many more. */
  hasRoomFor(sku: string, quantity: number): boolean {
    const { type, limitPerPlayer } = productOf(sku);
    if (limitPerPlayer !== undefined && this.ordered.has(sku)) return false;
    return type !== 'permanent' || (quantity === 1 && this.held(sku) === 0);
  }

  mayBuy(sku: string, quantity: number): boolean {
    const price = productOf(sku).prices.COIN;
    return price !== undefined && price * quantity <= this.coins && this.hasRoomFor(sku, quantity);
  }

  buy(sku: string, quantity: number): void {
    this.coins -= (productOf(sku).prices.COIN ?? 0) * quantity;
    this.add(sku, quantity);
  }

  use(sku: string, quantity: number): void {
    this.add(sku, -quantity);
  }

  receive(lines: readonly OrderedLine[]): void {
    this.move(lines, 1);
    for (const { sku } of lines) this.ordered.add(sku);
  }

  /** Whether nothing of it was spent or used meanwhile. */
  stillHas(lines: readonly OrderedLine[]): boolean {
    return (
      this.coins >= coinsIn(lines) && lines.every(({ sku, quantity }) => isPack(sku) || this.held(sku) >= quantity)
    );
  }

  giveBack(lines: readonly OrderedLine[]): void {
    this.move(lines, -1);
  }

  private move(lines: readonly OrderedLine[], sign: 1 | -1): void {
    this.coins += sign * coinsIn(lines);
    for (const { sku, quantity } of lines) if (!isPack(sku)) this.add(sku, sign * quantity);
  }

  private add(sku: string, quantity: number): void {
    this.items.set(sku, this.held(sku) + quantity);
  }
}

function isPack(sku: string): boolean {
  return productOf(sku).type === 'currency_pack';
}

function coinsIn(lines: readonly OrderedLine[]): number {
  return lines.reduce((sum, { sku, quantity }) => sum + (productOf(sku).contents?.COIN ?? 0) * quantity, 0);
}
