import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work';
import { OutboxLog } from './outbox-log';
import { OutboxParking } from './outbox-parking';
import { OutboxReader } from './outbox-reader';
import { OutboxRegistry } from './outbox-registry';
import { OutboxRepository } from './outbox.repository';

/** Makes a reader of each handler there is. */
@Injectable()
export class OutboxReaders {
  constructor(
    private readonly registry: OutboxRegistry,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: OutboxLog,
    private readonly repository: OutboxRepository,
    private readonly parking: OutboxParking,
  ) {}

  /** Those that are new begin with the oldest event that is still there. */
  async open(): Promise<OutboxReader[]> {
    const readers = this.registry.readers;
    if (readers.size > 0) await this.repository.registerReaders([...readers.keys()]);
    return [...readers.values()].map(
      (reader) => new OutboxReader(reader, this.unitOfWork, this.log, this.repository, this.parking),
    );
  }
}
