import { Injectable } from '@nestjs/common';

export type Phase = 'serving' | 'leaving' | 'closing';

/**
 * Where the process stands on its way out. `leaving`: it tells probes that it is not ready, and serves as before while
 * load balancers learn it. `closing`: nobody new is let in, and each answer is the last on its connection.
 */
@Injectable()
export class Lifecycle {
  phase: Phase = 'serving';
}
