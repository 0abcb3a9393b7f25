import { holdingsOf } from './holdings';
import type { PlannedOrder } from './plan';
import { codeOf, type Player } from './player';
import type { ProviderName } from './providers';
import { COIN, type Good, type ShopWindow } from './shop-window';
import type { Tally } from './tally';

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
  expiresAt: string;
  endedAt: string | null;
}

interface Cart {
  lines: { id: string; productId: string | null; quantity: number }[];
  totals: Record<string, number>;
}

const MAX_ROUNDS = 20;
const MAX_USED = 1_000;

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

  /** Uses up all there is of what the order gave, so that nothing is left to be taken back. */
  async spend(player: Player, order: ShownOrder, used: (asset: string, amount: number) => void): Promise<void> {
    const { items, coins } = await holdingsOf(player);
    for (const productId of new Set(order.lines.filter((line) => line.coins === null).map((line) => line.productId))) {
      const quantity = Math.min(items.get(productId) ?? 0, MAX_USED);
      if (quantity === 0) continue;
      await player.must('POST', `/products/${productId}/use`, { quantity }, `use-${order.id}-${productId}`);
      used(productId, -quantity);
    }
    const { bauble } = this.shop;
    const quantity = bauble === undefined ? 0 : Math.min(Math.floor((coins.get(COIN) ?? 0) / bauble.price), MAX_USED);
    if (bauble === undefined || quantity === 0 || !order.lines.some((line) => line.coins?.currency === COIN)) return;
    await player.must('POST', `/products/${bauble.id}/purchase`, { quantity }, `spend-${order.id}`);
    used(COIN, -bauble.price * quantity);
    used(bauble.id, quantity);
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
