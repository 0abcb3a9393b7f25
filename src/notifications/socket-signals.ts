import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ShutOuts } from '../platform/security/shut-outs';
import { Deliveries } from './deliveries';
import { NotificationSignal } from './notification-signal';
import { OpenSockets } from './open-sockets';
import type { PlayerSocket } from './player-socket';
import { SocketExpulsion } from './socket-expulsion';

/** What processes let each other know of players: sockets are told of it at once. What is not heard the rounds find. */
@Injectable()
export class SocketSignals implements OnModuleInit {
  private readonly logger = new Logger(SocketSignals.name);

  constructor(
    private readonly signal: NotificationSignal,
    private readonly shutOuts: ShutOuts,
    private readonly sockets: OpenSockets,
    private readonly deliveries: Deliveries,
    private readonly expulsion: SocketExpulsion,
  ) {}

  onModuleInit(): void {
    this.shutOuts.listen((userId) => this.signal.ringShutOut(userId));
    this.signal.listen({
      onNew: (userIds) => this.deliveries.bring(this.socketsOf(userIds)),
      onMissed: () => this.deliveries.bring(this.sockets),
      onShutOut: (userIds) => this.endFallen(this.socketsOf(userIds)),
    });
  }

  private endFallen(sockets: readonly PlayerSocket[]): void {
    this.expulsion
      .endFallen(sockets)
      .catch((error: unknown) =>
        this.logger.warn(error, 'Nobody knows whether sockets may stay; the rounds look again.'),
      );
  }

  private socketsOf(userIds: readonly string[]): PlayerSocket[] {
    return userIds.flatMap((userId) => [...this.sockets.of(userId)]);
  }
}
