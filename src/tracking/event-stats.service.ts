import { Injectable } from '@nestjs/common';
import { CacheService, type Shelf } from '../platform/cache/cache.service';
import { Config } from '../platform/config/config';
import { InvalidRequest, Unavailable } from '../platform/errors/platform.errors';
import { isStaff, type Principal } from '../platform/security/principal';
import { Forbidden, Unauthorized } from '../platform/security/security.errors';
import type { EventStatsQueryDto } from './dto/event-stats.query.dto';
import { type EventCounts, EventStatsQuery, type Window } from './event-stats.query';
import type { EventStatsView } from './event-stats.view';
import { daysBefore, type EventBucket, wholeBuckets } from './event-time';

interface Bounds {
  days: number;
  /** In one answer. */
  numbers: number;
}

const BOUNDS: Bounds = { days: 92, numbers: 20_000 };
const BOUNDS_OF_STRANGERS: Bounds = { days: 31, numbers: 2_000 };
/** What strangers are answered, to all of them alike; and how many of their answers one process works out at a time. */
const FOR_STRANGERS: Shelf = { name: 'event-stats', ttlSeconds: 60 };
const STRANGERS_AT_ONCE = 2;
const DEFAULT_DAYS: Record<EventBucket, number> = { hour: 1, day: 7 };

@Injectable()
export class EventStats {
  private strangersAtWork = 0;

  constructor(
    private readonly config: Config,
    private readonly cache: CacheService,
    private readonly query: EventStatsQuery,
  ) {}

  /**
   * Players see what they did themselves; staff, services and, where the settings say so, strangers what all did.
   *
   * The guard leaves the route open, so a key of a service is asked here whether it may read.
   *
   * @throws Unauthorized, Forbidden, InvalidRequest for a window of too many numbers, Unavailable where too many strangers ask
   */
  async read(caller: Principal | undefined, asked: EventStatsQueryDto): Promise<EventStatsView> {
    if (caller === undefined) return this.forStrangers(asked);
    if (caller.role === 'service' && !caller.scopes?.includes('read')) throw new Forbidden();
    const window = windowOf(asked, BOUNDS);
    const isOwn = caller.role !== 'service' && !isStaff(caller);
    const counts = await (isOwn ? this.query.ofPlayer(caller.id, window) : this.query.ofAll(window));
    return viewOf(isOwn ? 'self' : 'all', window, counts);
  }

  private async forStrangers(asked: EventStatsQueryDto): Promise<EventStatsView> {
    if (!this.config.tracking.publicStats) throw new Unauthorized();
    const window = windowOf(asked, BOUNDS_OF_STRANGERS);
    const { body } = await this.cache.read(FOR_STRANGERS, JSON.stringify(window), async () => {
      if (this.strangersAtWork >= STRANGERS_AT_ONCE) throw new Unavailable();
      this.strangersAtWork++;
      try {
        return JSON.stringify(viewOf('all', window, await this.query.ofAll(window)));
      } finally {
        this.strangersAtWork--;
      }
    });
    return JSON.parse(body) as EventStatsView;
  }
}

function viewOf(scope: EventStatsView['scope'], window: Window, counts: EventCounts): EventStatsView {
  const { bucket, sinceMs, untilMs } = window;
  const [since, until] = [new Date(sinceMs).toISOString(), new Date(untilMs).toISOString()];
  return { scope, bucket, since, until, ...counts };
}

function windowOf({ bucket, since, until, type, limit }: EventStatsQueryDto, { days, numbers }: Bounds): Window {
  const toMs = until === undefined ? Date.now() : Date.parse(until);
  const fromMs = since === undefined ? daysBefore(toMs, DEFAULT_DAYS[bucket]) : Date.parse(since);
  if (fromMs >= toMs) throw refusal('/since', 'must lie before `until`');
  const { sinceMs, untilMs, count } = wholeBuckets(bucket, fromMs, toMs);
  if (daysBefore(untilMs, days) > sinceMs) throw refusal('/since', `must be at most ${days} days before \`until\``);
  if (count * limit > numbers) {
    throw refusal('/since', `asks, with this limit, for more than ${numbers} numbers: ${count} buckets of each type`);
  }
  return { bucket, sinceMs, untilMs, type, limit };
}

function refusal(pointer: string, detail: string): InvalidRequest {
  return new InvalidRequest(`The request is not valid: ${pointer.slice(1)} ${detail}.`, [{ detail, pointer }]);
}
