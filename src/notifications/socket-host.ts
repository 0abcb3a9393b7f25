import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { Config } from '../platform/config/config';
import { Lifecycle } from '../platform/http/lifecycle';
import { Deliveries } from './deliveries';
import { BEFORE_ALL } from './notification-id';
import { NotificationsRepository } from './notifications.repository';
import { OpenSockets } from './open-sockets';
import { CLOSE, PlayerSocket, type Visitor } from './player-socket';
import { ReadMarks } from './read-marks';
import { SocketMetrics } from './socket-metrics';

const POLL_MS = 20;
const FAREWELL_MS = 3_000;

/** Receives players who have been let in, and sees them off. */
@Injectable()
export class SocketHost implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(SocketHost.name);
  private isLeaving = false;

  constructor(
    private readonly sockets: OpenSockets,
    private readonly deliveries: Deliveries,
    private readonly repository: NotificationsRepository,
    private readonly marks: ReadMarks,
    private readonly metrics: SocketMetrics,
    private readonly config: Config,
    private readonly lifecycle: Lifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.onClosing(() => this.sayFarewell());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.sayFarewell();
    for (let waited = 0; this.sockets.size > 0 && waited < FAREWELL_MS; waited += POLL_MS) await delay(POLL_MS);
  }

  async welcome(connection: WebSocket, visitor: Visitor): Promise<void> {
    const { heartbeatSeconds } = this.config.sockets;
    const read = (upTo: number) => this.marks.mark(visitor.userId, upTo);
    const socket = new PlayerSocket(visitor, connection, read, heartbeatSeconds);
    connection.once('close', (code) => {
      this.sockets.delete(socket);
      this.metrics.noteClosed(socket.ending === undefined ? code : CLOSE[socket.ending]);
    });
    if (this.isLeaving) return socket.end('leaving');
    if (!this.sockets.hasRoomFor(visitor)) return socket.end('tooMany');
    this.sockets.add(socket);
    try {
      // Open by now, so that nothing which is committed from here on goes unheard.
      socket.lastId = await this.beginningOf(visitor);
      this.deliveries.bring([socket]);
    } catch (error) {
      this.logger.warn(error, 'A socket could not begin; its client comes again.');
      socket.end('tryLater');
    }
  }

  private async beginningOf({ userId, after }: Visitor): Promise<number> {
    if (after !== undefined) return this.repository.findBeginning(after);
    return (await this.repository.findLastId(userId)) ?? BEFORE_ALL;
  }

  private sayFarewell(): void {
    this.isLeaving = true;
    for (const socket of this.sockets) socket.end('leaving');
  }
}
