import { Injectable } from '@nestjs/common';

type Listener = (userId: string) => void;

/**
 * Sessions of somebody have ended, or they were blocked: whoever keeps something open for them may look at once. Only a
 * hint, within this process and after the commit: what must hold is looked up.
 */
@Injectable()
export class ShutOuts {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  tell(userId: string): void {
    for (const listener of this.listeners) listener(userId);
  }
}
