import { createHmac } from 'node:crypto';

/** Providers that have an account elsewhere, and are played by us where there is none. */
export type PlayedProvider = 'xsolla' | 'payme';

/**
 * The key with which a played provider proves itself, made of the secret that every process has. Never in production:
 * there a provider without keys of its own is not offered, and nothing from it is believed.
 */
export function demoKey(jwtSecret: string, provider: PlayedProvider): string {
  return createHmac('sha256', jwtSecret).update(`payments of ${provider}`).digest('hex');
}
