import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { RedisServer } from './redis';

/** A Redis that we may not stop: a proxy before it fails in its stead. Each Jest worker has a database of its own. */
export async function proxiedRedis(address: string): Promise<RedisServer> {
  const target = new URL(address);
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer({ pauseOnConnect: true }, accept);
  let frozen = false;
  const port = await listenOn(server, 0);

  function accept(client: Socket): void {
    const pair: [Socket, Socket] = [client, connect(Number(target.port || 6379), target.hostname)];
    pairs.add(pair);
    for (const socket of pair) socket.on('error', () => undefined).on('close', () => end(pair));
    if (!frozen) flow(pair);
  }

  function end(pair: [Socket, Socket]): void {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    server.close();
    for (const pair of pairs) end(pair);
    await once(server, 'close');
  }

  const url = new URL(address);
  Object.assign(url, { hostname: '127.0.0.1', port, pathname: `/${Number(process.env.JEST_WORKER_ID ?? 1) % 16}` });
  return {
    url: url.href,
    start: async () => {
      if (!server.listening) await listenOn(server, port);
    },
    stop: close,
    kill: close,
    freeze: () => {
      frozen = true;
      for (const [client, redis] of pairs) for (const socket of [client, redis]) socket.unpipe().pause();
    },
    thaw: () => {
      frozen = false;
      for (const pair of pairs) flow(pair);
    },
    remove: close,
  };
}

function flow([client, redis]: [Socket, Socket]): void {
  client.pipe(redis);
  redis.pipe(client);
}

async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
