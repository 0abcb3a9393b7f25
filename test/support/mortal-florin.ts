import { type FlorinProcess, startFlorin } from './florin-process';

/** A Florin in a process of its own that is killed in the middle of its work and started again. */
export class MortalFlorin {
  private florin: Promise<FlorinProcess>;
  private now: FlorinProcess | null = null;
  /** How often it was killed, and how many requests were cut off by that. */
  readonly counted = { kills: 0, cutOff: 0 };

  constructor(private readonly env: Record<string, string>) {
    this.florin = this.start();
  }

  /** As it is now. */
  get url(): string {
    return this.now?.url ?? '';
  }

  /** Does it until it is answered: what was cut off is sent again, once somebody is there to answer. */
  async insist<T>(work: (target: { url: string }) => Promise<T>): Promise<T> {
    for (;;) {
      const { url } = await this.florin;
      try {
        return await work({ url });
      } catch (error) {
        // What fetch says of a connection that is refused or broken off.
        if ((error as Error).name !== 'TypeError') throw error;
        this.counted.cutOff += 1;
        await this.requireLife();
      }
    }
  }

  /** Without a word, as a crash does; returns when it serves again. */
  async kill(): Promise<void> {
    this.counted.kills += 1;
    const dying = this.florin;
    this.florin = dying.then((florin) => florin.end('SIGKILL')).then(() => this.start());
    await this.florin;
  }

  async end(): Promise<void> {
    await (await this.florin).end('SIGTERM');
  }

  /** It ends when it is told to, and never by itself. */
  private async requireLife(): Promise<void> {
    const florin = await this.florin;
    const { exitCode, signalCode } = florin.process;
    if (exitCode !== null || signalCode !== null) throw new Error(`Florin has ended:\n${florin.output()}`);
  }

  private async start(): Promise<FlorinProcess> {
    this.now = await startFlorin(this.env);
    return this.now;
  }
}
