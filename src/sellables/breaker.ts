/** Refuses at once while a neighbour is known to be away; from time to time one call goes through, to see. */
export class Breaker {
  private failures = 0;
  private refusesUntil = 0;
  private isTrying = false;

  constructor(
    private readonly maxFailures: number,
    private readonly pauseMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws what `refusal` makes, without a call, or what the call throws */
  async run<T>(call: () => Promise<T>, refusal: () => Error): Promise<T> {
    const isBroken = this.failures >= this.maxFailures;
    if (isBroken && (this.isTrying || this.now() < this.refusesUntil)) throw refusal();
    this.isTrying = isBroken;
    try {
      const result = await call();
      this.failures = 0;
      return result;
    } catch (error) {
      this.failures += 1;
      this.refusesUntil = this.now() + this.pauseMs;
      throw error;
    } finally {
      if (isBroken) this.isTrying = false;
    }
  }
}
