import { DomainError } from '../platform/errors/domain-error';
import { ProductNotFound } from '../products/products.errors';
import { AccountBlocked } from '../transactions/transactions.errors';
import type { SupplyCommand } from './command';
import type { PlayerHoldings } from './player-holdings';
import { quantities } from './rules/fulfil.rule';

/** Keeps stock and limits for an unpaid order, all lines or none, or gives them back. */
export function moveSupply(player: PlayerHoldings, command: SupplyCommand): DomainError | null {
  const atMs = Date.parse(command.at);
  const wanted = quantities(command.lines);
  if (command.kind === 'release') {
    for (const [productId, quantity] of wanted) player.takeSupply(productId, -quantity, atMs);
    return null;
  }
  if (player.account.status !== 'active') return new AccountBlocked();
  for (const [productId, quantity] of wanted) {
    if (player.product(productId) === undefined) return new ProductNotFound();
    const shortage = player.shortage(productId, quantity, atMs);
    if (shortage !== null) return shortage;
  }
  for (const [productId, quantity] of wanted) player.takeSupply(productId, quantity, atMs);
  return null;
}
