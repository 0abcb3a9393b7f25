import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { InvalidRequest } from '../platform/errors/platform.errors';
import { isStaff, type Principal } from '../platform/security/principal';
import { Forbidden, Unauthorized } from '../platform/security/security.errors';
import type { EventStatsQueryDto } from './dto/event-stats.query.dto';
import { EventStatsQuery, type Window } from './event-stats.query';
import type { EventStatsView } from './event-stats.view';
import { daysBefore, type EventBucket, wholeBuckets } from './event-time';

const MAX_NUMBERS = 20_000;
const DEFAULT_DAYS: Record<EventBucket, number> = { hour: 1, day: 7 };

@Injectable()
export class EventStats {
  constructor(
    private readonly config: Config,
    private readonly query: EventStatsQuery,
  ) {}

  /**
   * Players see what they did themselves; staff, services and, where the settings say so, strangers what all did.
   *
   * The guard leaves the route open, so a key of a service is asked here whether it may read.
   *
   * @throws Unauthorized, Forbidden, InvalidRequest for a window of too many numbers
   */
  async read(caller: Principal | undefined, asked: EventStatsQueryDto): Promise<EventStatsView> {
    if (caller === undefined && !this.config.tracking.publicStats) throw new Unauthorized();
    if (caller?.role === 'service' && !caller.scopes?.includes('read')) throw new Forbidden();
    const window = windowOf(asked);
    const isOwn = caller !== undefined && caller.role !== 'service' && !isStaff(caller);
    const counts = await (isOwn ? this.query.ofPlayer(caller.id, window) : this.query.ofAll(window));
    const { bucket, sinceMs, untilMs } = window;
    const [since, until] = [new Date(sinceMs).toISOString(), new Date(untilMs).toISOString()];
    return { scope: isOwn ? 'self' : 'all', bucket, since, until, ...counts };
  }
}

function windowOf({ bucket, since, until, type, limit }: EventStatsQueryDto): Window {
  const toMs = until === undefined ? Date.now() : Date.parse(until);
  const fromMs = since === undefined ? daysBefore(toMs, DEFAULT_DAYS[bucket]) : Date.parse(since);
  if (fromMs >= toMs) throw refusal('/since', 'must lie before `until`');
  const { sinceMs, untilMs, count } = wholeBuckets(bucket, fromMs, toMs);
  if (count * limit > MAX_NUMBERS) {
    throw refusal(
      '/since',
      `asks, with this limit, for more than ${MAX_NUMBERS} numbers: ${count} buckets of each type`,
    );
  }
  return { bucket, sinceMs, untilMs, type, limit };
}

function refusal(pointer: string, detail: string): InvalidRequest {
  return new InvalidRequest(`The request is not valid: ${pointer.slice(1)} ${detail}.`, [{ detail, pointer }]);
}
