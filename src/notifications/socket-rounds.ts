import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { Deliveries } from './deliveries';
import { OpenSockets } from './open-sockets';
import type { PlayerSocket } from './player-socket';
import { SocketExpulsion } from './socket-expulsion';

/** Of those between two heartbeats. */
const ROUNDS = 3;
const SLICE = 500;

/**
 * Goes round all open sockets: ends those whose players may not have them any longer, brings what no signal told of, and
 * every third time asks whether anybody is there still.
 */
@Injectable()
export class SocketRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SocketRounds.name);
  private timer: NodeJS.Timeout | undefined;
  private round = 0;
  private underWay: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly sockets: OpenSockets,
    private readonly expulsion: SocketExpulsion,
    private readonly deliveries: Deliveries,
  ) {}

  onApplicationBootstrap(): void {
    const { role, sockets } = this.config;
    if (role !== 'all' && role !== 'api') return;
    this.timer = setInterval(() => this.begin(), (sockets.heartbeatSeconds * 1_000) / ROUNDS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  private begin(): void {
    if (this.underWay !== undefined) return;
    this.underWay = this.go()
      .catch((error: unknown) => this.logger.warn(error, 'Nobody knows whether all sockets may stay.'))
      .finally(() => (this.underWay = undefined));
  }

  private async go(): Promise<void> {
    const sockets = [...this.sockets];
    if (this.round++ % ROUNDS === 0) for (const socket of sockets) feel(socket);
    this.deliveries.bring(sockets);
    for (let start = 0; start < sockets.length; start += SLICE) {
      await this.expulsion.endFallen(sockets.slice(start, start + SLICE));
    }
  }
}

/** Who did not answer the last ping is gone. */
function feel(socket: PlayerSocket): void {
  if (socket.isAlive) socket.ping();
  else socket.drop();
}
