import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that the system lends to whoever calls somebody: one of those may be taken a moment later. */
const PORTS = [20_000, 30_000] as const;

/** Of this moment: whoever asks should listen soon, and may come back to it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...PORTS);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
