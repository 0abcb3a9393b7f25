import { join } from 'node:path';
import { Client } from 'pg';
import { Config } from '../src/platform/config/config';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres';
import { migrate } from '../src/platform/database/migrate';

const ROLE = 'florin_bench';
const PASSWORD = 'only-for-the-bench';
/** Application and floors have a database each, alike to the last index, so that neither works in the other's rows. */
const DATABASES = ['florin_bench_app', 'florin_bench_floor'] as const;

export interface BenchDatabase {
  name: string;
  /** As the application connects: a role that owns nothing. */
  url: string;
  /** As its owner, a superuser. */
  ownerUrl: string;
  owner: Client;
}

export interface BenchCluster {
  version: string;
  app: BenchDatabase;
  floor: BenchDatabase;
  close(): Promise<void>;
}

/** A cluster of our own in `folder`, or the one of `BENCH_DATABASE_URL` (a superuser's address), with fresh databases. */
export async function openCluster(folder: string): Promise<BenchCluster> {
  const given = process.env.BENCH_DATABASE_URL;
  const embedded = given === undefined ? await startEmbeddedPostgres(join(folder, 'cluster')) : undefined;
  const address = given ?? embedded?.ownerUrl ?? '';
  const root = await connect(address);
  await dropAll(root);
  await root.query(`create role ${ROLE} login password '${PASSWORD}'`);
  const [app, floor] = [await create(root, address, DATABASES[0]), await create(root, address, DATABASES[1])];
  const [{ version }] = (await root.query<{ version: string }>('select version()')).rows;
  return {
    version: version.split(' on ')[0],
    app,
    floor,
    close: async () => {
      await Promise.all([app.owner.end(), floor.owner.end()]);
      await dropAll(root);
      await root.end();
      await embedded?.stop();
    },
  };
}

async function create(root: Client, address: string, name: string): Promise<BenchDatabase> {
  await root.query(`create database ${name}`);
  await root.query(`grant create on database ${name} to ${ROLE}`);
  const owner = new URL(address);
  owner.pathname = `/${name}`;
  const application = Object.assign(new URL(owner), { username: ROLE, password: PASSWORD });
  await migrate(
    Config.fromEnv({
      JWT_SECRET: 'not used by migrations',
      DATABASE_URL: application.href,
      DATABASE_OWNER_URL: owner.href,
    }),
  );
  return { name, url: application.href, ownerUrl: owner.href, owner: await connect(owner.href) };
}

async function dropAll(root: Client): Promise<void> {
  for (const name of DATABASES) await root.query(`drop database if exists ${name} with (force)`);
  await root.query(`drop role if exists ${ROLE}`);
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined); // whoever uses it next is told
  await client.connect();
  return client;
}
