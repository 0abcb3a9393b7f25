import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { EventErasuresRepository } from './event-erasures.repository';

const SLICE_EVENTS = 20_000;
/** Many times longer than what was on its way can take to be written. */
const UNDER_WAY_MS = 60_000;

/**
 * Erases what somebody did: at once what a transaction may bear, and what is left, or was on its way, soon after. The
 * queue does not lock accounts, for one that is held by somebody else would hold up the events of all.
 */
@Injectable()
export class EventErasure implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: EventErasuresRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'erase-late-events', cron: '* * * * *', run: () => this.finish() });
  }

  async erase(tx: Tx, userId: string): Promise<void> {
    await this.repository.insert(tx, userId);
    await this.repository.deleteEvents(tx, userId, SLICE_EVENTS);
    await this.repository.deleteKeys(tx, userId, SLICE_EVENTS);
  }

  async finish(nowMs = Date.now()): Promise<void> {
    for (const userId of await this.repository.findBefore(nowMs - UNDER_WAY_MS)) {
      while (await this.eraseSlice(userId));
      await this.unitOfWork.run((tx) => this.repository.delete(tx, userId));
    }
  }

  /** False when nothing was left. */
  private eraseSlice(userId: string): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const hadEvents = await this.repository.deleteEvents(tx, userId, SLICE_EVENTS);
      const hadKeys = await this.repository.deleteKeys(tx, userId, SLICE_EVENTS);
      return hadEvents || hadKeys;
    });
  }
}
