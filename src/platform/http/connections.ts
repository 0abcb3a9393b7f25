import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';

/** The open connections: Node does not count one on which nothing was ever sent among its idle ones. */
@Injectable()
export class Connections {
  private readonly sockets = new Set<Socket>();

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Those too that Node does not know any more, because their client asked for another protocol. */
  closeAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  closeUnused(): void {
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}
