import { type LookupAddress, type RecordWithTtl } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { HostsFile } from './hosts-file';

/** How long one question to one name server waits, and how often it is asked. */
const QUESTION = { timeout: 2_000, tries: 2 };
/** At most so long an answer is good; its own time may be shorter. */
const MAX_KEPT_SECONDS = 30;
const MAX_KEPT = 100;
const LOCALHOST = /(^|\.)localhost$/;
const LOOPBACK: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

interface Found {
  addresses: LookupAddress[];
  until: number;
}

/**
 * Finds the addresses of names. The system's own way takes one of the few threads that files and passwords need too, for
 * as long as a name server says nothing: here the name servers are asked over sockets, and only the hosts file is read.
 */
@Injectable()
export class WebhookNames {
  private readonly found = new Map<string, Found>();

  constructor(private readonly hosts: HostsFile) {}

  /** At least one. Rejects when there is none, or nobody answers. */
  async find(host: string): Promise<LookupAddress[]> {
    const name = host.toLowerCase().replace(/\.$/, '');
    const written = await this.hosts.find(name);
    if (written.length > 0) return written;
    if (LOCALHOST.test(name)) return LOOPBACK;
    const known = this.found.get(name);
    if (known !== undefined && known.until > performance.now()) return known.addresses;
    return this.ask(name);
  }

  protected resolver(): Resolver {
    return new Resolver(QUESTION);
  }

  private async ask(name: string): Promise<LookupAddress[]> {
    // A new one each time reads anew who is to be asked.
    const resolver = this.resolver();
    const answers = await Promise.allSettled([
      resolver.resolve4(name, { ttl: true }).then((records) => addressesOf(records, 4)),
      resolver.resolve6(name, { ttl: true }).then((records) => addressesOf(records, 6)),
    ]);
    const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (records.length === 0) throw reasonOf(answers);
    const addresses = records.map(({ address, family }) => ({ address, family }));
    this.keep(name, addresses, Math.min(MAX_KEPT_SECONDS, ...records.map(({ ttl }) => ttl)));
    return addresses;
  }

  private keep(name: string, addresses: LookupAddress[], seconds: number): void {
    this.found.delete(name);
    this.found.set(name, { addresses, until: performance.now() + seconds * 1_000 });
    if (this.found.size > MAX_KEPT) this.found.delete(this.found.keys().next().value ?? '');
  }
}

function addressesOf(records: readonly RecordWithTtl[], family: 4 | 6): (LookupAddress & RecordWithTtl)[] {
  return records.map(({ address, ttl }) => ({ address, ttl, family }));
}

/** What was said of IPv4: of most names without an address both say the same. */
function reasonOf(answers: readonly PromiseSettledResult<unknown>[]): Error {
  const [refused] = answers.filter((answer) => answer.status === 'rejected');
  return (refused?.reason as Error | undefined) ?? new Error('This name has no address.');
}
