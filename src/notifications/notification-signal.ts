import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RedisHints } from '../platform/cache/redis-hints';
import { Config } from '../platform/config/config';
import { isId } from '../platform/http/id';

const CHANNEL = 'florin:notifications';
/** Of ids of users in one message. */
const MAX_IDS = 200;
/** Before the id of somebody who was shut out; a process of before takes it for no id. */
const SHUT_OUT = 'out ';

export interface SignalListener {
  /** Something new is there for these players. */
  onNew(userIds: readonly string[]): void;
  /** Nobody knows for whom there may be something new. */
  onMissed(): void;
  /** These players may have been shut out. */
  onShutOut(userIds: readonly string[]): void;
}

/** Tells the processes that hold the sockets of players for whom there is something new: only a hint, as of the outbox. */
@Injectable()
export class NotificationSignal implements OnApplicationShutdown {
  private readonly hints: RedisHints | undefined;
  private listener: SignalListener | undefined;

  constructor({ redisUrl }: Config) {
    if (redisUrl !== undefined) this.hints = new RedisHints(redisUrl, CHANNEL);
  }

  /** In this process at once, in others through Redis. */
  ring(userIds: ReadonlySet<string>): void {
    const ids = [...userIds];
    this.listener?.onNew(ids);
    if (this.hints === undefined) return;
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      this.hints.publish(ids.slice(start, start + MAX_IDS).join(' '));
    }
  }

  /** As `ring` does, of somebody whose sockets are to be looked at. */
  ringShutOut(userId: string): void {
    this.listener?.onShutOut([userId]);
    this.hints?.publish(`${SHUT_OUT}${userId}`);
  }

  listen(listener: SignalListener): void {
    this.listener = listener;
    this.hints?.subscribe(
      (hint) => {
        const userIds = hint.split(' ').filter(isId);
        if (hint.startsWith(SHUT_OUT)) listener.onShutOut(userIds);
        else listener.onNew(userIds);
      },
      () => listener.onMissed(),
    );
  }

  onApplicationShutdown(): void {
    this.hints?.close();
  }
}
