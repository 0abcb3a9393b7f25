import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { sealOf } from '../src/platform/database/backup-seal';
import { applyMigrations, knownMigrations } from '../src/platform/database/migrate';
import { Backups, type BusyShop, contentOf, count, openBusyShop, serving, tablesOf } from './support/backups';
import type { TestDatabase } from './support/database';
import { times } from './support/players';

const FLIPS = process.env.LONG === 'true' ? 2_000 : 60;

const backups = new Backups();
let shop: BusyShop;
let path: string;

beforeAll(async () => {
  shop = await openBusyShop();
  path = await backups.backUp(shop.database);
});

afterAll(async () => {
  await shop.app.close();
  await shop.database.drop();
  await backups.clear();
});

/** A sealed file with this content, as no Florin would write it. */
function sealed(content: string): string {
  const body = gzipSync(content);
  const seal = sealOf(createHash('sha256').update(body).digest('hex'));
  return written(Buffer.concat([body, seal]));
}

function written(bytes: Buffer): string {
  const file = backups.path();
  writeFileSync(file, bytes);
  return file;
}

const content = () => gunzipSync(readFileSync(path)).toString();

describe('a restore refuses, and leaves the database without a table:', () => {
  let target: TestDatabase;
  beforeAll(async () => {
    target = await backups.emptyDatabase();
  });
  afterEach(async () => expect(await tablesOf(target)).toEqual([]));

  const restoring = (file: string) => backups.restore(file, target);

  it('a file that was cut off, wherever', async () => {
    const bytes = readFileSync(path);
    const { size } = statSync(path);
    for (const length of [0, 1, 97, 98, 99, 1_000, size / 2, size - 99, size - 98, size - 97, size - 1]) {
      const file = written(bytes.subarray(0, Math.floor(length)));
      await expect(restoring(file)).rejects.toThrow('no backup of Florin');
    }
  });

  it('a file of which one bit was flipped, wherever', async () => {
    const { size } = statSync(path);
    const all = times(FLIPS, (n) => Math.floor((n * size) / FLIPS));
    const ends = times(20, (n) => n).concat(times(110, (n) => size - 1 - n));
    for (const position of [...all, ...ends]) {
      const bytes = readFileSync(path);
      bytes[position] ^= 1 << (position % 8);
      writeFileSync(join(backups.folder, 'flipped'), bytes);
      await expect(restoring(join(backups.folder, 'flipped'))).rejects.toThrow('its checksum is wrong');
    }
  });

  it('a file with something after its end, and what was never a backup', async () => {
    const longer = written(Buffer.concat([readFileSync(path), Buffer.from('x')]));
    for (const file of [longer, __filename, sealed('something else\n')]) {
      await expect(restoring(file)).rejects.toThrow('no backup of Florin');
    }
    await expect(restoring(join(backups.folder, 'missing'))).rejects.toThrow('ENOENT');
  });

  it('a backup of a newer Florin, by its migrations or its form', async () => {
    const migrated = content().replace('"migrations":[', '"migrations":[{"timestamp":9999999999999,"name":"Later"},');
    await expect(restoring(sealed(migrated))).rejects.toThrow('does not know Later');
    const formed = content().replace('"format":1', '"format":2');
    await expect(restoring(sealed(formed))).rejects.toThrow('in a form that this one does not know');
  });
});

describe('a restore', () => {
  it('refuses a database in use and leaves it as it is', async () => {
    const before = await contentOf(shop.database);
    await expect(backups.restore(path, shop.database)).rejects.toThrow(
      'Florin is running on this database (florin api)',
    );
    expect(await contentOf(shop.database)).toEqual(before);
    const used = await backups.restore(path);
    await used.query('delete from product_sales');
    await expect(backups.restore(path, used)).rejects.toThrow('The database is not empty: there are rows in users.');
    expect(await count(used, 'product_sales')).toBe(0);
  });

  it('fills a database on which Florin has started and nothing happened', async () => {
    const idle = await backups.emptyDatabase({ empty: false });
    await serving(idle, async () => undefined);
    await backups.restore(path, idle);
    expect(await contentOf(idle)).toEqual(await contentOf(shop.database));
  });

  it('is all or nothing, and can be repeated', async () => {
    const target = await backups.emptyDatabase();
    const lying = sealed(content().replace(/"transactions":\d+/, '"transactions":7'));
    await expect(backups.restore(lying, target)).rejects.toThrow('of 7 rows of transactions');
    expect([await count(target, 'users'), await count(target, 'currencies')]).toEqual([0, 3]);
    await backups.restore(path, target);
    expect(await contentOf(target)).toEqual(await contentOf(shop.database));
  });

  it('leaves out tables that Florin did not make, and leaves those there alone', async () => {
    const [source, target] = [await backups.restore(path), await backups.emptyDatabase()];
    await source.query('create table reports (day date); insert into reports select now() from generate_series(1, 9)');
    await target.query('create table notes (text text); insert into notes values (1)');
    await backups.restore(await backups.backUp(source), target);
    expect(await count(target, 'notes')).toBe(1);
    await target.query('drop table notes');
    expect(await contentOf(target)).toEqual(await contentOf(shop.database));
  });

  it('lets one of two that come at once win', async () => {
    const target = await backups.emptyDatabase();
    const outcomes = await Promise.allSettled(times(2, () => backups.restore(path, target)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await contentOf(target)).toEqual(await contentOf(shop.database));
  });

  it('brings a backup of an older Florin forward, but not into younger tables', async () => {
    const old = await backups.emptyDatabase();
    const owner = new Client(old.ownerUrl);
    await owner.connect();
    await applyMigrations(owner, backups.configOf(old), [...(await knownMigrations()).values()].slice(0, 6));
    await owner.end();
    const id = '00000000-0000-7000-8000-000000000001';
    await old.query(
      `insert into users (id, username, email, role) values ('${id}', 'ann', 'ann@example.com', 'admin')`,
    );
    const oldBackup = await backups.backUp(old);

    const copy = await backups.restore(oldBackup);
    expect(await copy.query('select username from users')).toEqual([{ username: 'ann' }]);
    expect(await count(copy, 'migrations')).toBe((await knownMigrations()).size);
    const younger = await backups.emptyDatabase({ empty: false });
    await expect(backups.restore(oldBackup, younger)).rejects.toThrow('younger than the backup');
  });
});
