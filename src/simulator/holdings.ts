import type { Expectation } from './expectation';
import type { Player } from './player';
import type { OrderedLine } from './shopper';

/** By product or currency: what somebody holds, less what they owe. It may be negative. */
export type Position = Map<string, number>;

interface Inventory {
  consumables: { product: { id: string }; quantity: number }[];
  permanents: { product: { id: string } }[];
}

interface Debt {
  currency: string | null;
  productId: string | null;
  owed: number;
}

/** What a player holds: how many of each product, and how much of each currency. */
export async function holdingsOf(player: Player): Promise<{ items: Map<string, number>; coins: Map<string, number> }> {
  const { balances } = (await player.must('GET', '/users/me/balance')) as { balances: Record<string, number> };
  const { consumables, permanents } = (await player.must('GET', '/users/me/inventory')) as Inventory;
  const owned = permanents.map(({ product }) => [product.id, 1] as const);
  const items = new Map([...consumables.map(({ product, quantity }) => [product.id, quantity] as const), ...owned]);
  return { items, coins: new Map(Object.entries(balances)) };
}

/** What the player holds less what is owed, which does not depend on the order in which things came and went. */
export async function positionOf(player: Player): Promise<{ position: Position; isInDebt: boolean }> {
  const { items, coins } = await holdingsOf(player);
  const debts = (await player.must('GET', '/users/me/debts')) as Debt[];
  const position: Position = new Map([...items, ...coins]);
  for (const { currency, productId, owed } of debts) move(position, currency ?? productId ?? '', -owed);
  return { position, isInDebt: debts.some(({ owed }) => owed > 0) };
}

export function move(position: Position, asset: string, amount: number): void {
  position.set(asset, (position.get(asset) ?? 0) + amount);
}

/** What an order leaves its player, when it has become what it should. */
export function keptOf(
  lines: readonly OrderedLine[],
  { keeps }: Expectation,
  unitsBack: number,
): { asset: string; amount: number }[] {
  if (keeps === 'nothing') return [];
  return lines.map(({ productId, quantity, coins }) => {
    const back = keeps === 'part' ? unitsBack : 0;
    if (coins === null) return { asset: productId, amount: quantity - back };
    return { asset: coins.currency, amount: coins.amount - Math.floor((coins.amount * back) / quantity) };
  });
}

/** Where the two differ, in words. */
export function differences(expected: Position, found: Position): string[] {
  const assets = new Set([...expected.keys(), ...found.keys()]);
  return [...assets]
    .filter((asset) => (expected.get(asset) ?? 0) !== (found.get(asset) ?? 0))
    .map((asset) => `${asset}: ${expected.get(asset) ?? 0} expected, ${found.get(asset) ?? 0} found`);
}
