import type { EnvironmentReader } from './environment-reader';

/** Later ones must not be what an earlier one is. */
const SECRETS = ['JWT_SECRET', 'EXTERNAL_JWT_SECRET', 'SEAL_KEY', 'SEAL_KEYS_RETIRED', 'WEBHOOK_KEY', 'DEMO_PASSWORD'];

/**
 * Others know some of them: another service the external one, whoever keeps a copy the seal key, everybody who tries the
 * demonstration its password. One secret with two uses would let those who have the one do what the other is for.
 */
export function requireDistinctSecrets(read: EnvironmentReader): void {
  const owners = new Map<string, string>();
  for (const name of SECRETS) {
    for (const secret of new Set(name === 'SEAL_KEYS_RETIRED' ? read.list(name) : [read.text(name) ?? ''])) {
      const owner = owners.get(secret);
      if (owner !== undefined) read.fault(name, `must not be ${owner}: each secret has one use`);
      else if (secret !== '') owners.set(secret, name);
    }
  }
}
