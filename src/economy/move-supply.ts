import { DomainError } from '../platform/errors/domain-error';
import { ProductNotFound } from '../products/products.errors';
import { AccountBlocked } from '../transactions/transactions.errors';
import type { SupplyCommand } from './command';
import type { PlayerHoldings } from './player-holdings';
import { quantities } from './rules/fulfil.rule';

/** Keeps stock and limits for an unpaid order, all lines or none, or gives back what was kept. */
export function moveSupply(player: PlayerHoldings, command: SupplyCommand): DomainError | null {
  if (command.kind === 'release') {
    for (const { orderLineId } of command.lines) player.release(orderLineId);
    return null;
  }
  const atMs = Date.parse(command.at);
  if (player.account.status !== 'active') return new AccountBlocked();
  for (const [productId, quantity] of quantities(command.lines)) {
    if (player.product(productId) === undefined) return new ProductNotFound();
    const shortage = player.shortage(productId, quantity, atMs);
    if (shortage !== null) return shortage;
  }
  for (const line of command.lines) player.reserve(line, atMs);
  return null;
}
