import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RedisHints } from '../cache/redis-hints';
import { byMachineTime } from '../clock/clock';
import { Config } from '../config/config';

const CHANNEL = 'florin:outbox';
const COALESCE_MS = 50;

/**
 * Tells the readers that there are new events: in this process at once, in others through Redis. It is only a hint, for
 * readers poll as well.
 */
@Injectable()
export class OutboxSignal implements OnApplicationShutdown {
  private readonly listeners = new Set<() => void>();
  private readonly hints: RedisHints | undefined;
  private isSubscribed = false;
  private publishing: NodeJS.Timeout | undefined;

  constructor({ redisUrl }: Config) {
    if (redisUrl !== undefined) this.hints = new RedisHints(redisUrl, CHANNEL);
  }

  ring(): void {
    byMachineTime(() => this.callListeners());
    if (this.hints === undefined || this.publishing !== undefined) return;
    this.publishing = setTimeout(() => this.publish(), COALESCE_MS);
    this.publishing.unref();
  }

  onRing(listener: () => void): void {
    this.listeners.add(listener);
    if (this.hints === undefined || this.isSubscribed) return;
    this.isSubscribed = true;
    const call = () => this.callListeners();
    this.hints.subscribe(call, call);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.publishing);
    if (this.publishing !== undefined) this.publish();
    this.hints?.close();
  }

  private publish(): void {
    this.publishing = undefined;
    this.hints?.publish('');
  }

  private callListeners(): void {
    for (const listener of this.listeners) listener();
  }
}
