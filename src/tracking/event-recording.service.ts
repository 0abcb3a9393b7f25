import { randomInt } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { nowMs } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { Unavailable } from '../platform/errors/platform.errors';
import type { Principal } from '../platform/security/principal';
import { EventAllowances } from './event-allowances';
import type { EventDraft } from './event-draft';
import { EventPartitions } from './event-partitions.service';
import { EventQueue } from './event-queue';
import { EventTypeNames } from './event-type-names.service';
import { momentOfEvent } from './event-time';
import { EventsRepository, keyOf, lacksPartition, type Unwritten } from './events.repository';
import type { PlayerEvent } from './player-event';
import { EventUserNotFound } from './tracking.errors';
import { TrackingMetrics } from './tracking.metrics';

/** Events of one commit, and those that wait: a batch this large takes some tens of milliseconds. */
const LIMITS = { batch: 2_000, queue: 20_000 };
const SHARDS = 16;

export interface Recording {
  accepted: number;
  duplicates: number;
  /** In the order in which they were told; a duplicate has the id that it got at first. */
  eventIds: string[];
}

interface EventParcel {
  readonly events: readonly PlayerEvent[];
  readonly size: number;
}

/** Writes what players did. Whoever is answered finds it written: nothing is answered before the commit. */
@Injectable()
export class EventRecording implements BeforeApplicationShutdown {
  private readonly queue = new EventQueue<EventParcel, Recording>(LIMITS, (parcels) => this.writeAll(parcels));
  /** Of the counts, so that processes do not wait for each other's rows. */
  private readonly shard = randomInt(SHARDS);

  constructor(
    private readonly allowances: EventAllowances,
    private readonly names: EventTypeNames,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: EventsRepository,
    private readonly partitions: EventPartitions,
    private readonly metrics: TrackingMetrics,
  ) {
    metrics.watch(this.queue);
  }

  /**
   * All of them or, where one is refused, none.
   *
   * @throws RateLimitExceeded, EventsBusy, EventUserNotFound
   */
  async record(caller: Principal, drafts: readonly EventDraft[], ip = ''): Promise<Recording> {
    const receivedMs = nowMs();
    await this.allowances.take(caller, drafts);
    const unnamed = await this.names.unnamedTypes(caller, drafts, ip);
    const events = drafts.map((draft) => eventOf(draft, receivedMs, !unnamed.has(draft.type)));
    const recording = await this.queue.join({ events, size: events.length });
    this.metrics.count(recording);
    return recording;
  }

  /** Nobody waits by now, for answers come first; should somebody, they are not forgotten. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.idle();
  }

  private async writeAll(parcels: readonly EventParcel[]): Promise<PromiseSettledResult<Recording>[]> {
    const unwritten = await this.write(parcels);
    const firstIds = await this.firstIdsOf(parcels, unwritten);
    return Promise.allSettled(parcels.map(async ({ events }) => outcomeOf(events, unwritten, firstIds)));
  }

  /** What was not written, by id. */
  private async write(parcels: readonly EventParcel[]): Promise<ReadonlyMap<string, Unwritten>> {
    const events = parcels.map((parcel) => parcel.events);
    const write = () => this.unitOfWork.run((tx) => this.repository.write(tx, events, this.shard));
    const unwritten = await write().catch(async (error: unknown) => {
      if (!lacksPartition(error)) throw error;
      await this.partitions.makeAhead();
      return write();
    });
    return new Map(unwritten.map((each) => [each.id, each]));
  }

  /** Read after the commit: what stood in the way of ours is committed by then, in whatever process it was. */
  private async firstIdsOf(parcels: readonly EventParcel[], unwritten: ReadonlyMap<string, Unwritten>) {
    const events = parcels.flatMap((parcel) => parcel.events);
    const repeated = unwritten.size === 0 ? [] : events.filter((event) => isRepeated(event, unwritten));
    return repeated.length === 0 ? new Map<string, string>() : this.repository.findFirstIds(repeated);
  }
}

function isRepeated({ id, clientKey }: PlayerEvent, unwritten: ReadonlyMap<string, Unwritten>): boolean {
  return clientKey !== null && unwritten.get(id)?.isNobodys === false;
}

function eventOf({ toldMs, ...draft }: EventDraft, receivedMs: number, isNamed: boolean): PlayerEvent {
  const occurredAt = new Date(momentOfEvent(toldMs, receivedMs)).toISOString();
  return { ...draft, id: newId(), occurredAt, isNamed };
}

function outcomeOf(
  events: readonly PlayerEvent[],
  unwritten: ReadonlyMap<string, Unwritten>,
  firstIds: ReadonlyMap<string, string>,
): Recording {
  const nobodys = events.filter(({ id }) => unwritten.get(id)?.isNobodys);
  if (nobodys.length > 0) throw new EventUserNotFound(nobodys.map(({ pointer }) => `${pointer}/userId`));
  const eventIds = events.map((event) => (unwritten.has(event.id) ? firstIds.get(keyOf(event)) : event.id));
  // Erased, or grown too old, in the moment between: the next try tells.
  if (eventIds.includes(undefined)) throw new Unavailable();
  const duplicates = events.filter(({ id }) => unwritten.has(id)).length;
  return { accepted: events.length - duplicates, duplicates, eventIds: eventIds as string[] };
}
