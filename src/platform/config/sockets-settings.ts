import type { EnvironmentReader } from './environment-reader';

export interface SocketsSettings {
  /** The origins whose pages may open sockets, besides the host that is asked. */
  origins: readonly string[];
  /** Of all players, in one process: fewer than it takes connections (http-app.ts), so that requests find room. */
  max: number;
  perPlayer: number;
  perAddress: number;
  /** How often each socket must show that it is alive. */
  heartbeatSeconds: number;
}

/** `WS_ORIGINS=https://game.example.com` */
export function socketsSettings(read: EnvironmentReader): SocketsSettings {
  const origins = read.list('WS_ORIGINS');
  for (const origin of origins) {
    const url = URL.parse(origin);
    const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
    if (!isWeb || url.origin !== origin) {
      read.fault('WS_ORIGINS', `is a list of origins such as https://game.example.com, not ${origin}`);
    }
  }
  return {
    origins,
    max: read.integer('WS_MAX', 8_000, 1, 9_000),
    perPlayer: read.integer('WS_PER_PLAYER', 10, 1, 1_000),
    perAddress: read.integer('WS_PER_ADDRESS', 100, 1, 100_000),
    heartbeatSeconds: read.number('WS_HEARTBEAT_SECONDS', 30, 0.1, 300),
  };
}
