import { type OnGatewayConnection, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { WebSocket, WebSocketServer as Server } from 'ws';
import type { Upgrade } from '../platform/http/upgrades';
import type { Visitor } from './player-socket';
import { SocketHost } from './socket-host';

/** Where requests become sockets. Whoever comes here was let in (socket-entrance.ts): Nest's guards know no sockets. */
@WebSocketGateway({ path: '/ws' })
export class SocketsGateway implements OnGatewayConnection {
  @WebSocketServer()
  private readonly server: Server;

  constructor(private readonly host: SocketHost) {}

  accept({ request, socket, head }: Upgrade, visitor: Visitor): void {
    this.server.handleUpgrade(request, socket, head, (connection) => {
      this.server.emit('connection', connection, visitor);
    });
  }

  handleConnection(connection: WebSocket, visitor: Visitor): Promise<void> {
    return this.host.welcome(connection, visitor);
  }
}
