import { paymeCashbox } from '../payments/payme/payme-cashbox';
import { SandboxKeys } from '../payments/sandbox/sandbox-keys';
import { xsollaAccount } from '../payments/xsolla/xsolla-account';
import { UsageError } from '../platform/cli/cli-command';
import type { Config } from '../platform/config/config';
import { PaymePlayer } from './payme-player';
import type { ProviderPlayer } from './provider-player';
import type { ProviderName } from './providers';
import { SandboxPlayer } from './sandbox-player';
import { XsollaPlayer } from './xsolla-player';

const PLAYERS: Readonly<Record<ProviderName, (config: Config) => ProviderPlayer>> = {
  sandbox: (config) => new SandboxPlayer(new SandboxKeys(config).webhooks),
  payme: (config) => {
    const cashbox = paymeCashbox(config);
    if (cashbox === undefined) throw new UsageError('Payme is not set up here: set PAYME_ID and PAYME_KEY.');
    return new PaymePlayer(cashbox.key, config.payme.accountField);
  },
  xsolla: (config) => {
    const { webhookSecret, projectId, merchantId } = xsollaAccount(config);
    if (webhookSecret === undefined) throw new UsageError('Xsolla is not set up here: set XSOLLA_WEBHOOK_SECRET.');
    return new XsollaPlayer(webhookSecret, {
      project_id: Number(projectId ?? 1),
      merchant_id: Number(merchantId),
    });
  },
};

/**
 * The provider, with the keys by which this Florin knows it.
 *
 * @throws UsageError when it has none
 */
export function providerPlayer(config: Config, name: ProviderName): ProviderPlayer {
  return PLAYERS[name](config);
}
