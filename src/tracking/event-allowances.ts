import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../platform/security/principal';
import { type Quota, Quotas } from '../platform/security/quotas';
import type { EventDraft } from './event-draft';

const MINUTE = 60;
const DAY = 86_400;
const DIGEST_CHARACTERS = 8;

interface Allowance {
  /** What is refused by a later one was counted by those before: the shortest window is the first. */
  events: readonly Quota[];
  /** Types outlive events: each is counted by the hour, for years. */
  types: Quota;
}

const OF_PLAYERS: Allowance = {
  events: [
    { name: 'player-events', counted: 'events', most: 2_000, windowSeconds: MINUTE },
    { name: 'player-events-of-a-day', counted: 'events', most: 100_000, windowSeconds: DAY },
  ],
  types: { name: 'player-event-types', counted: 'types of events', most: 100, windowSeconds: DAY },
};

/** Of one key, for all its players together. */
const OF_SERVERS: Allowance = {
  events: [{ name: 'server-events', counted: 'events', most: 600_000, windowSeconds: MINUTE }],
  types: { name: 'server-event-types', counted: 'types of events', most: 1_000, windowSeconds: DAY },
};

/** How much somebody may tell: a request may bring a thousand events, so requests alone bound little. */
@Injectable()
export class EventAllowances {
  constructor(private readonly quotas: Quotas) {}

  /** @throws RateLimitExceeded when these are too many, or of too many types: all of them are refused */
  async take({ id, role }: Principal, drafts: readonly EventDraft[]): Promise<void> {
    const { events, types } = role === 'service' ? OF_SERVERS : OF_PLAYERS;
    const told = new Set(drafts.map(({ type }) => type));
    await this.quotas.takeNames(types, id, Array.from(told, digestOf));
    for (const quota of events) await this.quotas.take(quota, id, drafts.length);
  }
}

/** All that the counter must know of a type: a whole one may be longer than everything else that is kept there. */
export function digestOf(type: string): string {
  return hash('sha256', type, 'base64url').slice(0, DIGEST_CHARACTERS);
}
