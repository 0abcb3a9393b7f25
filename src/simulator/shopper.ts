import type { PlannedOrder } from './plan';
import { codeOf, type Player } from './player';
import type { ProviderName } from './providers';
import type { Good, ShopWindow } from './shop-window';
import type { Tally } from './tally';
import type { Answer } from './wire';

export interface OrderedLine {
  productId: string;
  quantity: number;
  unitPrice: number;
  coins: { currency: string; amount: number } | null;
}

/** An order as `GET /orders/:id` shows it. */
export interface ShownOrder {
  id: string;
  userId: string;
  status: string;
  attention: string | null;
  currency: string;
  total: number;
  lines: OrderedLine[];
  endedAt: string | null;
}

interface Cart {
  lines: { id: string; productId: string | null; quantity: number }[];
  totals: Record<string, number>;
}

const MAX_ROUNDS = 20;

/** Fills carts and checks them out, as the app of a player would. */
export class Shopper {
  constructor(
    private readonly shop: ShopWindow,
    private readonly payBy: { provider: ProviderName; currency: string },
    private readonly tally: Tally,
  ) {}

  /** @param key the same for every sending of this checkout */
  async order(player: Player, planned: PlannedOrder, key: string): Promise<ShownOrder> {
    const { provider, currency } = this.payBy;
    const cart = await this.fill(player, basketOf(planned, this.shop.goods));
    const body = { provider, currency, expectedTotal: cart.totals[currency] };
    if (planned.isCheckoutCut) await player.hangUp('/checkout', body, key);
    const copies = planned.isCheckedOutTwice ? 2 : 1;
    this.tally.add('copies', copies - 1);
    const answers = await Promise.all(
      Array.from(
        { length: copies },
        () => player.must('POST', '/checkout', body, key) as Promise<{ order: ShownOrder }>,
      ),
    );
    const ids = new Set(answers.map(({ order }) => order.id));
    if (ids.size !== 1) throw new Error(`one key became ${ids.size} orders`);
    return answers[0].order;
  }

  /** Uses what the order gave: of items one of each line, of coins what one bauble costs. What is refused, is not used. */
  async spend(player: Player, order: ShownOrder, used: (asset: string, amount: number) => void): Promise<void> {
    const { bauble } = this.shop;
    for (const [at, { productId, coins }] of order.lines.entries()) {
      const key = `spend-${order.id}-${at}`;
      if (coins === null) {
        const answer = await player.ask('POST', `/products/${productId}/use`, { quantity: 1 }, key);
        if (isDone(answer, ['inventory.not_enough'])) used(productId, -1);
      } else if (bauble !== undefined) {
        const answer = await player.ask('POST', `/products/${bauble.id}/purchase`, { quantity: 1 }, key);
        if (!isDone(answer, ['wallet.insufficient_funds'])) continue;
        used('COIN', -bauble.price);
        used(bauble.id, 1);
      }
    }
  }

  /** Whatever was in the cart, and however often the line broke meanwhile: it then holds this. */
  private async fill(player: Player, basket: ReadonlyMap<string, number>): Promise<Cart> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const cart = (await player.must('GET', '/cart')) as Cart;
      const change = nextChange(cart, basket);
      if (change === null) return cart;
      const { method, path, body } = change;
      const answer = await player.ask(method, path, body);
      // What was done before the line broke is not there to be done again.
      if (answer.status >= 400 && codeOf(answer) !== 'cart.line_not_found')
        throw new Error(`${method} ${path} was answered ${answer.status} ${codeOf(answer)}`);
    }
    throw new Error('the cart does not become what it should');
  }
}

function nextChange({ lines }: Cart, basket: ReadonlyMap<string, number>) {
  for (const { id, productId, quantity } of lines) {
    const wanted = basket.get(productId ?? '');
    if (wanted === undefined) return { method: 'DELETE', path: `/cart/items/${id}` } as const;
    if (wanted !== quantity) return { method: 'PATCH', path: `/cart/items/${id}`, body: { quantity: wanted } } as const;
  }
  for (const [productId, quantity] of basket) {
    if (!lines.some((line) => line.productId === productId))
      return { method: 'POST', path: '/cart/items', body: { productId, quantity } } as const;
  }
  return null;
}

function basketOf({ goods }: PlannedOrder, offered: readonly Good[]): Map<string, number> {
  const basket = new Map<string, number>();
  for (const { pick, quantity } of goods) {
    const { id } = offered[pick % offered.length];
    basket.set(id, (basket.get(id) ?? 0) + quantity);
  }
  return basket;
}

function isDone(answer: Answer, refusals: readonly string[]): boolean {
  if (answer.status < 400) return true;
  if (refusals.includes(codeOf(answer))) return false;
  throw new Error(`what was bought could not be used: ${answer.status} ${codeOf(answer)}`);
}
