import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { type SessionLock, tryLock } from '../platform/database/session-lock';

/** The number only has to be ours alone. */
const NUMBER = 7_310_521;

/** Whoever holds it is at work on the run that is under way; when nobody does, whoever was is gone. */
@Injectable()
export class RunLock {
  constructor(private readonly config: Config) {}

  /** Null when somebody else is at work. */
  tryHold(): Promise<SessionLock | null> {
    return tryLock(this.config, NUMBER, 'florin pipeline');
  }
}
