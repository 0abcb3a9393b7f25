import { Server as NetServer } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Connections } from './connections';
import { Lifecycle } from './lifecycle';

const LINGER_MS = 500;
const SWEEP_MS = 50;

/**
 * Ends the HTTP side without breaking a request. The promise settles when the last connection has had its answer.
 *
 * @param delayMs how long to go on as before, but not ready, while load balancers learn it
 * @param deadlineMs when clients that dawdle over a request are cut off
 */
export async function drain(app: NestFastifyApplication, delayMs: number, deadlineMs: number): Promise<void> {
  const lifecycle = app.get(Lifecycle);
  const server = app.getHttpServer();
  const deadline = setTimeout(() => app.get(Connections).closeAll(), deadlineMs);
  lifecycle.phase = 'leaving';
  if (delayMs > 0) await delay(delayMs);
  // Right after a poll of the event loop, all connections that had arrived are accepted.
  await turn();
  // Node's http close would also cut connections that look idle while their next request is on its way to us.
  const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  lifecycle.close();
  await Promise.race([closed, delay(LINGER_MS, undefined, { ref: false })]);
  app.get(Connections).closeUnused();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
