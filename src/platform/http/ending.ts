import type { EventEmitter } from 'node:events';
import type { Logger } from 'pino';

/** One Ctrl-C arrives twice where a parent such as npm passes it on. */
const SAME_SIGNAL_MS = 500;

/**
 * How the process ends: the parts that were started are stopped in reverse order, once. A second signal, or the end of
 * the grace period, ends it as it is.
 */
export class Ending {
  private readonly steps: (() => Promise<unknown>)[] = [];
  private begunAt: number | undefined;

  constructor(
    private readonly graceSeconds: number,
    private readonly log: Logger,
    private readonly exit: (code: number) => void = (code) => process.exit(code),
  ) {}

  /** Adds what must be stopped before everything that was added earlier. */
  add(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }

  listen(source: EventEmitter = process): this {
    for (const signal of ['SIGTERM', 'SIGINT']) source.on(signal, () => this.onSignal(signal));
    for (const fault of ['uncaughtException', 'unhandledRejection']) source.on(fault, (error) => this.onFault(error));
    return this;
  }

  async begin(code: number): Promise<void> {
    if (this.begunAt !== undefined) return;
    this.begunAt = Date.now();
    setTimeout(() => this.giveUp('The grace period is over.'), this.graceSeconds * 1_000).unref();
    const failures = await this.runSteps();
    this.exit(failures > 0 ? 1 : code);
  }

  private async runSteps(): Promise<number> {
    let failures = 0;
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures++;
        this.log.error({ err: error }, 'A part did not stop cleanly.');
      }
    }
    return failures;
  }

  private onSignal(signal: string): void {
    if (this.begunAt === undefined) {
      this.log.info(`Stopping (${signal}).`);
      void this.begin(0);
    } else if (Date.now() - this.begunAt > SAME_SIGNAL_MS) {
      this.giveUp(`A second ${signal} arrived.`);
    }
  }

  private onFault(error: unknown): void {
    this.log.fatal({ err: error }, 'An error that nothing caught ends the process.');
    void this.begin(1);
  }

  private giveUp(reason: string): void {
    this.log.error(`${reason} The process ends as it is.`);
    this.exit(1);
  }
}
