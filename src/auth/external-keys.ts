import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

/** What was fetched longer ago is fetched again, while it goes on counting. */
const FRESH_MS = 5 * 60_000;
/** Between two requests to the issuer, whatever tokens arrive and whatever it answers. */
const PAUSE_MS = 5_000;
const TIMEOUT_MS = 2_000;

/**
 * The public keys of another issuer. Those that are known go on counting while its server is away; a key that is new
 * is fetched when the first token names it; and nobody waits for more than one request of two seconds.
 */
export class ExternalKeys {
  private readonly logger = new Logger(ExternalKeys.name);
  private readonly remote: ReturnType<typeof createRemoteJWKSet>;
  private askedAt = -Infinity;
  private answeredAt: number | undefined;
  private isAway = false;

  constructor(url: string) {
    this.remote = createRemoteJWKSet(new URL(url), {
      timeoutDuration: TIMEOUT_MS,
      // How often it asks, and for how long it believes the answer, is decided here.
      cooldownDuration: 0,
      cacheMaxAge: Infinity,
      [customFetch]: (...request) => this.ask(...request),
    });
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    const isOld = this.answeredAt !== undefined && Date.now() - this.answeredAt >= FRESH_MS;
    // Nobody waits for this one.
    if (isOld && this.mayAsk()) this.remote.reload().catch((error: unknown) => this.lost(error));
    try {
      return await this.remote(header, token);
    } catch (error) {
      if (!isFaultOfToken(error)) this.lost(error);
      throw error;
    }
  };

  private mayAsk(): boolean {
    return Date.now() - this.askedAt >= PAUSE_MS;
  }

  private async ask(...[url, options]: Parameters<FetchImplementation>): Promise<Response> {
    if (!this.mayAsk()) throw new errors.JWKSNoMatchingKey();
    this.askedAt = Date.now();
    const response = await fetch(url, options);
    if (await holdsKeys(response.clone())) this.found();
    return response;
  }

  private found(): void {
    this.answeredAt = Date.now();
    if (this.isAway) this.logger.log('The keys of the external issuer are within reach again.');
    this.isAway = false;
  }

  private lost(error: unknown): void {
    if (!this.isAway) this.logger.warn(error, 'The keys of the external issuer are out of reach; known ones count.');
    this.isAway = true;
  }
}

async function holdsKeys(response: Response): Promise<boolean> {
  try {
    const { keys } = (await response.json()) as { keys?: unknown };
    return response.status === 200 && Array.isArray(keys);
  } catch {
    return false;
  }
}

/** It names no key that is known, or not exactly one, or an algorithm that nobody should use. */
function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
