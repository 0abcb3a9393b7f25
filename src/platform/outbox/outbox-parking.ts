import { Injectable, Logger } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work';
import type { NumberedEvent } from './outbox-event';
import { OutboxParkedRepository, type ParkedEvent } from './outbox-parked.repository';
import { OutboxRegistry, type RegisteredReader } from './outbox-registry';
import { OutboxRepository } from './outbox.repository';

/** Events that a handler could not apply. They wait with their error, aside, until somebody replays them. */
@Injectable()
export class OutboxParking {
  private readonly logger = new Logger(OutboxParking.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly registry: OutboxRegistry,
    private readonly outbox: OutboxRepository,
    private readonly parked: OutboxParkedRepository,
  ) {}

  /** Puts the event aside and moves the reader past it. */
  async park(reader: string, event: NumberedEvent, error: unknown, attempts: number): Promise<void> {
    const isParked = await this.unitOfWork.run(async (tx) => {
      await this.outbox.lockReader(tx, reader);
      const isNext = await this.parked.insertNext(tx, reader, event, messageOf(error), attempts);
      if (isNext) await this.outbox.movePosition(tx, reader, event.id);
      return isNext;
    });
    if (isParked) this.logger.error(error, `${reader} parked event ${event.id} (${event.type}).`);
  }

  /**
   * Applies a reader's parked events once more, each in a unit of its own, oldest first: all of them, or one. Those
   * that fail again stay.
   */
  async replay(reader: string, id?: number): Promise<{ applied: number; failed: number }> {
    const registered = this.registry.readers.get(reader);
    if (registered === undefined) throw new Error(`This version of Florin has no reader named ${reader}.`);
    const outcome = { applied: 0, failed: 0 };
    for (const event of await this.parked.find(reader, id)) {
      outcome[(await this.replayOne(registered, event)) ? 'applied' : 'failed'] += 1;
    }
    return outcome;
  }

  private async replayOne(reader: RegisteredReader, event: ParkedEvent): Promise<boolean> {
    const { name, handler } = reader;
    try {
      await this.unitOfWork.run(async (tx) => {
        await this.outbox.lockReader(tx, name);
        if (!(await this.parked.remove(tx, name, event.id))) return;
        const wanted = reader.select([event]);
        if (wanted.length > 0) await handler.apply(tx, wanted);
      });
      return true;
    } catch (error) {
      await this.unitOfWork.run((tx) => this.parked.noteFailure(tx, name, event.id, messageOf(error)));
      return false;
    }
  }
}

const MAX_MESSAGE = 2_000;

/** PostgreSQL keeps no NUL in a text. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\0', '').slice(0, MAX_MESSAGE);
}
