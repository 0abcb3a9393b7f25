import { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { isPublicAddress } from './public-address';
import { WebhookNames } from './webhook-names';
import { WebhookAddressRefused } from './webhooks.errors';

/** How long whoever names an address waits until its name is found. */
const PATIENCE_MS = 3_000;

/**
 * Where something may be sent. Whoever may name addresses could otherwise reach through us what only we can reach: our
 * database, the metadata of the cloud, the neighbours.
 */
@Injectable()
export class WebhookTarget {
  private readonly looks = new Map<string, Promise<LookupAddress[]>>();

  constructor(
    private readonly config: Config,
    private readonly names: WebhookNames,
  ) {}

  /**
   * The addresses behind it, all of which were looked at: connect to one of these, and do not ask for the name again.
   *
   * @throws WebhookAddressRefused
   */
  async addressesOf(url: URL, signal: AbortSignal): Promise<LookupAddress[]> {
    this.requireForm(url);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const version = isIP(host);
    const addresses = version === 0 ? await orAborted(this.look(host), signal) : [{ address: host, family: version }];
    const isAllowed = this.config.webhooks.allowsPrivate || addresses.every(({ address }) => isPublicAddress(address));
    if (!isAllowed || addresses.length === 0) throw new WebhookAddressRefused();
    return addresses;
  }

  /**
   * What can be said before anything is sent. A name that cannot be found now may be found later.
   *
   * @throws WebhookAddressRefused
   */
  async requireAllowed(url: URL): Promise<void> {
    await this.addressesOf(url, AbortSignal.timeout(PATIENCE_MS)).catch((error: unknown) => {
      if (error instanceof WebhookAddressRefused) throw error;
    });
  }

  /** A name is looked for once at a time, however many are to be told there. */
  private look(host: string): Promise<LookupAddress[]> {
    const known = this.looks.get(host);
    if (known !== undefined) return known;
    const look = this.resolve(host).finally(() => this.looks.delete(host));
    this.looks.set(host, look);
    return look;
  }

  protected resolve(host: string): Promise<LookupAddress[]> {
    return this.names.find(host);
  }

  private requireForm({ protocol, username, password }: URL): void {
    const allowed = this.config.production ? ['https:'] : ['https:', 'http:'];
    if (!allowed.includes(protocol)) throw new WebhookAddressRefused('it must begin with https://');
    if (username !== '' || password !== '') throw new WebhookAddressRefused('it holds a name or a password');
  }
}

/** Whoever looks goes on, but nobody waits for it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, aborted]);
}
