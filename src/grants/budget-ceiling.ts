import type { Config } from '../platform/config/config';
import type { AssetName } from './asset-name';

/**
 * The most that counts of any budget, and that one may be set to: admins set the budgets, also that of their own role,
 * and none of them alone shall grant without end. Only whoever sets the environment raises it.
 */
export function ceilingOf(asset: AssetName, { maxBudgetCoins, maxBudgetItems }: Config): number {
  return asset.startsWith('currency:') ? maxBudgetCoins : maxBudgetItems;
}
