const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED = 130;

/** Ctrl-C asks for a gentle end where there is one, and ends everything where there is none, or the second time. */
export class Interrupts {
  private gently: (() => void) | undefined;
  /** By way of the exit of this process, which takes along what it started. */
  private readonly hear = () => {
    const { gently } = this;
    this.gently = undefined;
    if (gently === undefined) process.exit(INTERRUPTED);
    gently();
  };

  listen(): void {
    for (const signal of SIGNALS) process.on(signal, this.hear);
  }

  close(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.hear);
  }

  /** @param gently ends the work soon */
  async during(work: Promise<void>, gently: () => void): Promise<void> {
    this.gently = gently;
    try {
      await work;
    } finally {
      this.gently = undefined;
    }
  }
}
