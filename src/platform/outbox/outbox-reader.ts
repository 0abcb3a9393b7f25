import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable } from '../errors/platform.errors';
import { isPassing } from '../database/database-errors';
import type { UnitOfWork } from '../database/unit-of-work';
import type { NumberedEvent } from './outbox-event';
import type { Reach } from './outbox-horizon';
import type { OutboxLog } from './outbox-log';
import type { OutboxParking } from './outbox-parking';
import type { RegisteredReader } from './outbox-registry';
import type { OutboxRepository, Window } from './outbox.repository';

const MAX_WINDOW = 1_000;
const MAX_ATTEMPTS = 5;
const BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 30_000;

/** What one step did: `elsewhere` when another worker has the position. */
type Step = 'moved' | 'failed' | 'elsewhere';

/** Brings one handler forward through the log: a window of events and the new position commit together. */
export class OutboxReader {
  private readonly logger = new Logger(OutboxReader.name);
  private position = -1;
  /** Halved when a window fails, until the failing event is alone. */
  private windowSize = MAX_WINDOW;
  private attempts = 0;
  /** Events of the windows that were finished since it was last sent to read. */
  private read = 0;

  constructor(
    private readonly reader: RegisteredReader,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: OutboxLog,
    private readonly repository: OutboxRepository,
    private readonly parking: OutboxParking,
  ) {}

  isBehind(reach: Reach): boolean {
    return this.position < reach.settledId;
  }

  /**
   * Applies everything up to the settled id. Returns early when stopped, or when another worker is at it.
   *
   * @returns how many events it went through
   */
  async readTo(reach: Reach, stopping: AbortSignal): Promise<number> {
    this.read = 0;
    while (this.isBehind(reach) && !stopping.aborted) {
      const step = await this.step(reach);
      if (step === 'elsewhere') break;
      if (step === 'failed') await this.backOff(stopping);
    }
    return this.read;
  }

  private async step(reach: Reach): Promise<Step> {
    let events: readonly NumberedEvent[] = [];
    try {
      const from = this.position < 0 ? await this.repository.position(this.reader.name) : this.position;
      if (from === undefined) return 'elsewhere';
      const window = await this.log.window(from, reach, this.windowSize);
      ({ events } = window);
      const position = await this.apply(window, from, reach);
      if (position === undefined) return 'elsewhere';
      this.read += events.length;
      Object.assign(this, { position, attempts: 0, windowSize: Math.min(this.windowSize * 2, MAX_WINDOW) });
      return 'moved';
    } catch (error) {
      return this.fail(error, events);
    }
  }

  /** Where the reader stands then: behind the window, or where another worker has brought it meanwhile. */
  private apply({ events, endId }: Window, from: number, { server }: Reach): Promise<number | undefined> {
    const { name, handler } = this.reader;
    return this.unitOfWork.run(async (tx) => {
      const position = await this.repository.lockPosition(tx, name, server);
      if (position !== from) return position;
      const wanted = this.reader.select(events);
      if (wanted.length > 0) await handler.apply(tx, wanted);
      await this.repository.movePosition(tx, name, endId);
      return endId;
    });
  }

  private async fail(error: unknown, events: readonly NumberedEvent[]): Promise<Step> {
    if (events.length > 1) Object.assign(this, { windowSize: Math.floor(events.length / 2), attempts: 0 });
    if (error instanceof Unavailable || isPassing(error)) throw error; // the event is not to be parked for it
    if (events.length > 1) return 'failed';

    this.attempts += 1;
    this.logger.warn(error, `${this.reader.name} failed at event ${events[0]?.id}, attempt ${this.attempts}.`);
    if (events.length === 0 || this.attempts < MAX_ATTEMPTS) return 'failed';
    await this.parking.park(this.reader.name, events[0], error, this.attempts);
    this.attempts = 0;
    return 'moved';
  }

  /** Only an event that failed alone is waited for: what failed among others may be its neighbour's fault. */
  private async backOff(stopping: AbortSignal): Promise<void> {
    const ms = this.attempts === 0 ? 0 : Math.min(BACK_OFF_MS * 2 ** (this.attempts - 1), MAX_BACK_OFF_MS);
    await delay(ms, undefined, { signal: stopping }).catch(() => undefined);
  }
}
