import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { firstOf, leftAfter, SealingService } from './sealing.service';
import { SealsRepository } from './seals.repository';

const MAX_PLAYERS = 5_000;

/** Every few seconds, seals what has gathered: under load one seal is over thousands of entries. */
@Injectable()
export class SealRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SealRounds.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly seals: SealsRepository,
    private readonly sealing: SealingService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.runsWorkers) this.wait();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Until nothing that is marked is left, in seals of bounded size. */
  async round(): Promise<void> {
    while (!this.isStopping && (await this.unitOfWork.run((tx) => this.sealSome(tx)))) continue;
  }

  private wait(): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.running = this.round()
        .catch((error: unknown) => this.logger.warn(error, 'Sealing is put off to the next round.'))
        .finally(() => this.wait());
    }, this.config.sealSeconds * 1_000);
  }

  /**
   * The marks go before the entries are read: whoever marks a player meanwhile waits for this to end, and marks anew.
   *
   * @returns whether there may be more to seal
   */
  private async sealSome(tx: Tx): Promise<boolean> {
    const marked = await this.seals.takeMarks(tx, MAX_PLAYERS);
    if (marked.length === 0) return false;
    const unsealed = await this.seals.findUnsealedOf(tx, marked);
    const taken = firstOf(unsealed);
    if (taken.length === 0) return true;
    await this.sealing.seal(
      tx,
      taken.map(({ userId }) => userId),
    );
    await this.seals.mark(tx, leftAfter(unsealed, taken));
    return true;
  }
}
