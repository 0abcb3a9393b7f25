import { once } from 'node:events';
import { Redis } from 'ioredis';
import { type Print, type SettingsCommand, UsageError } from '../../platform/cli/cli-command';
import type { Config } from '../../platform/config/config';
import { deletedIds, DELETIONS_CHANNEL } from '../deleted-ids';
import { MockOwner } from './owner';
import { isSellableId } from '../sellable';

const ADDRESS = { host: '127.0.0.1', port: 50_051 };

/** `npm run sellables:mock`, and `npm run sellables:mock -- delete 3` beside it. */
export const sellablesMock: SettingsCommand = {
  needs: 'settings',
  summary: 'stands in for the owner of ambassadors, at AMBASSADOR_GRPC_HOST and AMBASSADOR_GRPC_PORT',
  usage: ['', 'delete <id> …   (tells everybody through REDIS_URL that these ambassadors are gone)'],
  async run(config, [action, ...ids], print, warn) {
    if (action === undefined) return serve(config, print, warn);
    if (action !== 'delete' || ids.length === 0 || !ids.every(isSellableId))
      throw new UsageError('Only "delete" and the ids of ambassadors may follow.');
    await tell(config, ids);
    print(`Told that ${ids.join(', ')} are gone.`);
  },
};

async function serve(config: Config, print: Print, warn: Print): Promise<void> {
  const { host, port } = config.sellables.ambassadors ?? ADDRESS;
  const owner = new MockOwner();
  const bound = await owner.start(host, port);
  const redis = await hearDeletions(config, owner, print, warn);
  for (const [id, price] of owner.prices) print(`ambassador ${id}: ${price} tiyin`);
  print(`The mock owner of ambassadors answers at ${host}:${bound}.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  redis?.disconnect();
  owner.stop();
}

/** What is deleted from beside it is gone here as well. */
async function hearDeletions({ redisUrl }: Config, owner: MockOwner, print: Print, warn: Print) {
  if (redisUrl === undefined) return undefined;
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  redis.on('error', (error) => warn(`Redis: ${error.message}`));
  redis.on('message', (_channel, message: string) => {
    for (const id of deletedIds(message)) if (owner.prices.delete(id)) print(`ambassador ${id} is gone`);
  });
  await redis.subscribe(DELETIONS_CHANNEL);
  return redis;
}

async function tell({ redisUrl }: Config, ids: readonly string[]): Promise<void> {
  if (redisUrl === undefined) throw new Error('Deletions are told through Redis: set REDIS_URL.');
  const redis = new Redis(redisUrl, { retryStrategy: () => null });
  redis.on('error', () => undefined); // the command below tells
  try {
    for (const id of ids) await redis.publish(DELETIONS_CHANNEL, `{"ambassador_id":${id}}`);
  } finally {
    redis.disconnect();
  }
}
