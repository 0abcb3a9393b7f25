import type { LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type AgentOptions, type ClientRequest, request as requestHttp } from 'node:http';
import type { RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** An idle connection is kept for so long, and no more than so many to one address: a sender has as many at a time. */
const IDLE: AgentOptions = { keepAlive: true, timeout: 15_000, maxFreeSockets: 8 };

type Pinned = RequestOptions & { pinned?: string };

/** A connection is used again only for the addresses that were looked at for it, and those looked at now. */
class PinnedHttpAgent extends HttpAgent {
  override getName(options?: Pinned): string {
    return `${super.getName(options)}:${options?.pinned}`;
  }
}

class PinnedHttpsAgent extends HttpsAgent {
  override getName(options?: Pinned): string {
    return `${super.getName(options)}:${options?.pinned}`;
  }
}

/** Connections to endpoints, to the addresses that were looked at and to no other. */
@Injectable()
export class WebhookConnections implements OnApplicationShutdown {
  private readonly http = new PinnedHttpAgent(IDLE);
  private readonly https = new PinnedHttpsAgent(IDLE);

  /** @param again on a new connection, which is not kept */
  begin(url: URL, addresses: readonly LookupAddress[], options: RequestOptions, again = false): ClientRequest {
    const isSecure = url.protocol === 'https:';
    const pinned = addresses.map(({ address }) => address).toSorted();
    const wish: Pinned = { ...options, lookup: only(addresses), pinned: pinned.join() };
    const agent = again ? false : isSecure ? this.https : this.http;
    return (isSecure ? requestHttps : requestHttp)(url, { ...wish, agent });
  }

  onApplicationShutdown(): void {
    this.http.destroy();
    this.https.destroy();
  }
}

/** Whatever the name leads to by now. */
function only(addresses: readonly LookupAddress[]): LookupFunction {
  const [{ address, family }] = addresses;
  return (_, { all }, found) => (all === true ? found(null, [...addresses]) : found(null, address, family));
}
