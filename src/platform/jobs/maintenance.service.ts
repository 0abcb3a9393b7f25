import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';

export const MAINTENANCE_QUEUE = 'maintenance';

/** Housekeeping that is done once per tick, however many workers there are. It must be safe to do twice. */
export interface MaintenanceTask {
  /** Lower case with hyphens. */
  name: string;
  /** Minute, hour, day, month, weekday; in UTC. */
  cron: string;
  run(): Promise<void>;
}

@Injectable()
export class MaintenanceService {
  private readonly tasks = new Map<string, MaintenanceTask>();

  constructor(@InjectQueue(MAINTENANCE_QUEUE) private readonly queue: Queue) {}

  /** To be called in `onModuleInit`. */
  register(task: MaintenanceTask): void {
    this.tasks.set(task.name, task);
  }

  async run(name: string): Promise<void> {
    await this.tasks.get(name)?.run();
  }

  /** Makes the stored schedules those of this build. */
  async schedule(): Promise<void> {
    for (const { name, cron } of this.tasks.values()) {
      await this.queue.upsertJobScheduler(name, { pattern: cron, tz: 'UTC' }, { name });
    }
    for (const { key } of await this.queue.getJobSchedulers()) {
      if (!this.tasks.has(key)) await this.queue.removeJobScheduler(key);
    }
  }
}
