import { Injectable } from '@nestjs/common';
import type { PlayerSocket } from './player-socket';
import { SocketStandingQuery } from './socket-standing.query';

/** Ends the sockets of those who may not have them any longer. */
@Injectable()
export class SocketExpulsion {
  constructor(private readonly standing: SocketStandingQuery) {}

  async endFallen(sockets: readonly PlayerSocket[]): Promise<void> {
    if (sockets.length === 0) return;
    const now = Date.now();
    const fallen = await this.standing.findFallen(sockets.map(({ visitor }) => visitor));
    for (const [index, socket] of sockets.entries()) {
      const { endsAt = Infinity } = socket.visitor;
      if (fallen.has(index) || endsAt <= now) socket.end('shutOut');
    }
  }
}
