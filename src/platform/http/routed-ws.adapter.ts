import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketServer } from 'ws';

const MAX_FRAME_BYTES = 64 * 1024;

/**
 * Nest's `ws` platform, but that upgrades come by a route (upgrades.ts), which knows by then who is asking; it takes no
 * connection by itself. Nor does it read messages: whoever holds a socket does, and knows how many are too many.
 */
export class RoutedWsAdapter extends WsAdapter {
  override create(): WebSocketServer {
    return new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      maxFragments: 16,
      // The first that a client offers would be chosen else, be it a secret or not.
      handleProtocols: (offered) => (offered.has('florin') ? 'florin' : false),
    });
  }

  override bindMessageHandlers(): void {
    return undefined;
  }
}
