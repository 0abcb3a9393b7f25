import { Injectable } from '@nestjs/common';

export type Phase = 'serving' | 'leaving' | 'closing';

/**
 * Where the process stands on its way out. `leaving`: it tells probes that it is not ready, and serves as before while
 * load balancers learn it. `closing`: nobody new is let in, and each answer is the last on its connection.
 */
@Injectable()
export class Lifecycle {
  phase: Phase = 'serving';
  private readonly closers: (() => void)[] = [];

  /** For connections that have no last answer: they are to be ended when nobody new is let in any more. */
  onClosing(closer: () => void): void {
    this.closers.push(closer);
  }

  close(): void {
    this.phase = 'closing';
    for (const closer of this.closers) closer();
  }
}
