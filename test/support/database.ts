import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Config } from '../../src/platform/config/config';
import { migrate } from '../../src/platform/database/migrate';

const APPLICATION_ROLE = 'florin_test_app';
const APPLICATION_PASSWORD = 'only-for-tests';

export interface TestDatabase {
  /** As the application connects: a role that owns nothing. */
  url: string;
  /** As migrations connect: may do anything. */
  ownerUrl: string;
  query<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Of this run of the suites: others may use the same server. */
function templateName(): string {
  return `florin_test_template_${process.env.FLORIN_TEST_RUN}`;
}

/** A fresh, migrated database of its own for a suite: a copy of the template, made in some milliseconds. */
export async function createDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `florin_test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(async (owner) => {
    await owner.query(empty ? `create database ${name}` : `create database ${name} template ${templateName()}`);
    await owner.query(`grant create on database ${name} to ${APPLICATION_ROLE}`);
  });
  const client = new Client({ connectionString: address(name) });
  client.on('error', () => undefined);
  await client.connect();
  return {
    url: address(name, APPLICATION_ROLE, APPLICATION_PASSWORD),
    ownerUrl: address(name),
    query: async <Row>(sql: string, params?: unknown[]) => (await client.query(sql, params)).rows as Row[],
    drop: async () => {
      await client.end();
      await asOwner((owner) => owner.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Migrates the database that all others are copied from. */
export async function makeTemplate(): Promise<void> {
  await asOwner(async (owner) => {
    await owner.query(`
      do $$ begin
        create role ${APPLICATION_ROLE} login password '${APPLICATION_PASSWORD}';
      exception when duplicate_object then null; end $$`);
    await owner.query(`create database ${templateName()}`);
  });
  await migrate(
    Config.fromEnv({
      FLORIN_DATA: '/nonexistent',
      JWT_SECRET: 'unused',
      DATABASE_URL: address(templateName(), APPLICATION_ROLE, APPLICATION_PASSWORD),
      DATABASE_OWNER_URL: address(templateName()),
    }),
  );
}

export async function dropTemplate(): Promise<void> {
  await asOwner((owner) => owner.query(`drop database if exists ${templateName()} with (force)`));
}

async function asOwner(work: (owner: Client) => Promise<unknown>): Promise<void> {
  const owner = new Client({ connectionString: process.env.TEST_DATABASE_URL });
  await owner.connect();
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

function address(database: string, username?: string, password = ''): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = `/${database}`;
  if (username !== undefined) Object.assign(url, { username, password });
  return url.href;
}
