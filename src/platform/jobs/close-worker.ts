import { setTimeout as delay } from 'node:timers/promises';
import { RedisQueueBackend, type Worker } from 'bullmq';

/** A connection that was lost is tried again after a second, at first. */
const PATIENCE_MS = 3_000;
const LOOK_EVERY_MS = 25;

/**
 * Lets a worker finish its jobs and ends it. One whose connections to Redis do not stand after a while is ended without
 * waiting, and its jobs are taken up by another worker: BullMQ would wait for ever for the end of a connection that is
 * only about to be made again (taskforcesh/bullmq#4656), also when Redis has long been answering others.
 */
export async function closeWorker(worker: Worker): Promise<void> {
  const { backend } = worker;
  const isClosable = !(backend instanceof RedisQueueBackend) || (await comesToStand(backend));
  // In the same turn, so that what was found out still holds.
  await worker.close(!isClosable);
}

/** A queue that is closed while its connection is lost would leave it behind, trying to come back for ever. */
export function abandonLost({ backend }: { backend: unknown }): void {
  if (!(backend instanceof RedisQueueBackend)) return;
  backend.client.then(
    (client) => client.status === 'ready' || client.disconnect(),
    () => undefined,
  );
}

async function comesToStand(backend: RedisQueueBackend): Promise<boolean> {
  const giveUp = AbortSignal.timeout(PATIENCE_MS);
  const never = new Promise<null>((resolve) => giveUp.addEventListener('abort', () => resolve(null)));
  // One that was never made cannot be had either.
  const made = Promise.all([backend.client, backend.blockingClient]).catch(() => null);
  const clients = await Promise.race([made, never]);
  const stand = () => clients?.every((client) => client === undefined || client.status === 'ready') ?? false;
  while (!stand() && !giveUp.aborted) await delay(LOOK_EVERY_MS);
  return stand();
}
