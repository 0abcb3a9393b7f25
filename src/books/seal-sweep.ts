import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { firstOf, MAX_ENTRIES, SealingService } from './sealing.service';
import { SealsRepository } from './seals.repository';

const FIRST = '00000000-0000-0000-0000-000000000000';
const MAX_PLAYERS = 1_000;

/** Seals what no event led to: entries older than the seals, and whatever was too much for one of them. */
@Injectable()
export class SealSweep implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SealSweep.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly seals: SealsRepository,
    private readonly sealing: SealingService,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'seal-ledger', cron: '41 * * * *', run: () => this.run() });
  }

  /** Not awaited: the process serves meanwhile. */
  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.run().catch((error: unknown) => this.logger.warn(error, 'Sealing is put off to the next hour.'));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running?.catch(() => undefined);
  }

  run(): Promise<void> {
    this.running ??= this.sweep().finally(() => (this.running = undefined));
    return this.running;
  }

  private async sweep(): Promise<void> {
    for (let after: string | undefined = FIRST; after !== undefined && !this.isStopping;) {
      after = await this.sealSlice(after);
    }
  }

  /** Where to go on; undefined when nobody is left. */
  private sealSlice(after: string): Promise<string | undefined> {
    return this.unitOfWork.run(async (tx) => {
      const slice = firstOf(await this.seals.findUnsealed(tx, after, MAX_PLAYERS));
      if (slice.length === 0) return undefined;
      const userIds = slice.map(({ userId }) => userId);
      const sealed = await this.sealing.seal(tx, userIds);
      const last = slice[slice.length - 1];
      return last.entries > MAX_ENTRIES && sealed > 0 ? after : last.userId;
    });
  }
}
