import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { Principal } from '../platform/security/principal';
import { type Quota, Quotas } from '../platform/security/quotas';
import { EstablishedTypesQuery } from './established-types.query';
import { digestOf } from './event-allowances';
import type { EventDraft } from './event-draft';

const DAY = 86_400;
const LOOK_AGAIN_MS = 3_600_000;

/** New names of all players together: there may be many players. */
const OF_ALL: Quota = { name: 'all-event-types', counted: 'types of events', most: 5_000, windowSeconds: DAY };
/** What servers tell gets its name even then; each of their keys has an allowance of its own. */
const OF_ALL_SERVERS: Quota = { ...OF_ALL, most: 1_000_000 };
/** Accounts cost nothing, addresses do: all accounts of one bring no more new names than one player may tell. */
const OF_ADDRESS: Quota = { name: 'address-event-types', counted: 'types of events', most: 100, windowSeconds: DAY };

/** Which types are counted by their own name. Whoever would fill the list for everybody finds what is told anyway on it. */
@Injectable()
export class EventTypeNames {
  private established: Promise<ReadonlySet<string>> = Promise.resolve(new Set<string>());
  private lookAt = 0;

  constructor(
    private readonly quotas: Quotas,
    private readonly query: EstablishedTypesQuery,
  ) {}

  /** Those of their types that are counted with others. */
  async unnamedTypes({ role }: Principal, drafts: readonly EventDraft[], ip: string): Promise<ReadonlySet<string>> {
    const established = await this.establishedTypes();
    const types = [...new Set(drafts.map(({ type }) => type))].filter((type) => !established.has(type));
    if (types.length === 0) return new Set();
    if (role === 'service') {
      await this.quotas.admitsNames(OF_ALL_SERVERS, 'all', types.map(digestOf));
      return new Set();
    }
    if (await this.areKnown(types)) return new Set();
    const areNamed = await Promise.all(types.map((type) => this.isNamed(type, normalizeIp(ip))));
    return new Set(types.filter((_, index) => !areNamed[index]));
  }

  private async isNamed(type: string, address: string): Promise<boolean> {
    if (await this.areKnown([type])) return true;
    const name = [digestOf(type)];
    return (await this.quotas.admitsNames(OF_ADDRESS, address, name)) && this.quotas.admitsNames(OF_ALL, 'all', name);
  }

  private areKnown(types: readonly string[]): Promise<boolean> {
    return this.quotas.knowsNames(OF_ALL, 'all', types.map(digestOf));
  }

  /** Looked up now and then; while that fails, by what was known before. */
  private establishedTypes(): Promise<ReadonlySet<string>> {
    const now = Date.now();
    if (now < this.lookAt) return this.established;
    this.lookAt = now + LOOK_AGAIN_MS;
    const before = this.established;
    this.established = this.query.find().then(
      (types) => new Set(types),
      () => before,
    );
    return this.established;
  }
}
