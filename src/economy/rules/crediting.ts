import type { DomainError } from '../../platform/errors/domain-error';
import { CurrencyInactive, LimitExceeded, UnknownCurrency } from '../../wallets/wallets.errors';
import type { PlayerHoldings } from '../player-holdings';

/** Why there is no such virtual currency, whatever is done with it. */
export function unknownCurrency(player: PlayerHoldings, currency: string): DomainError | null {
  return player.currency(currency)?.kind === 'virtual' ? null : new UnknownCurrency(currency);
}

/** Why the player's wallet may not grow by this much. */
export function refusedCredit(player: PlayerHoldings, currency: string, amount: number): DomainError | null {
  const known = player.currency(currency);
  if (known?.kind !== 'virtual') return new UnknownCurrency(currency);
  if (!known.isActive) return new CurrencyInactive(currency);
  return player.balance(currency) + amount > known.maxBalance ? new LimitExceeded(currency, known.maxBalance) : null;
}
