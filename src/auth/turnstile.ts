import { Unavailable } from '../platform/errors/platform.errors';

/** Lets some through at once, makes some wait in order, and turns the rest away. */
export class Turnstile {
  private inside = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly bounds: { atOnce: number; waiting: number }) {}

  /** @throws Unavailable when the queue is full */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.inside < this.bounds.atOnce) {
      this.inside++;
      return Promise.resolve();
    }
    if (this.queue.length >= this.bounds.waiting) return Promise.reject(new Unavailable());
    return new Promise((resolve) => this.queue.push(resolve));
  }

  /** The place goes to the next in line, if there is one. */
  private leave(): void {
    const next = this.queue.shift();
    if (next === undefined) this.inside--;
    else next();
  }
}
