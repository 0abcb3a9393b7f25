import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import {
  Backups,
  type BusyShop,
  contentOf,
  count,
  openBusyShop,
  purchases,
  salesCounted,
  serving,
} from './support/backups';
import { brokenLaws } from './support/books';
import type { TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { balanceOf, BOOST, buy, call, POTION } from './support/players';

const backups = new Backups();
let shop: BusyShop;

beforeAll(async () => {
  shop = await openBusyShop();
  // As a cluster with a longer history leaves it: transaction ids that another one reaches in years.
  await shop.database.query(`update outbox_events set txid = '9000000000000000000'::xid8`);
  await shop.database.query(`update currencies set max_balance = 123456 where code = 'COIN'`);
  const awkward = 'tab\t newline\n \\. back\\slash \\N';
  await shop.database.query('update users set username = $1 where id = $2', [awkward, shop.players[9].id]);
});

afterAll(async () => {
  await shop.app.close();
  await shop.database.drop();
  await backups.clear();
});

describe('a restored database', () => {
  let copy: TestDatabase;
  beforeAll(async () => {
    copy = await backups.restore(await backups.backUp(shop.database));
  });

  it('holds every row of every table as it was, and draws new numbers beyond the old', async () => {
    const content = await contentOf(copy);
    expect(content).toEqual(await contentOf(shop.database));
    expect(Object.keys(content).length).toBeGreaterThan(14);
    expect(await count(copy, `outbox_events where txid = '9000000000000000000'::xid8`)).toBeGreaterThan(30);
  });

  it('is served on: holdings are there, and events are read where the readers stood, each once', async () => {
    const [player] = shop.players;
    expect([await salesCounted(copy), await purchases(copy)]).toEqual([20, 40]);
    await serving(copy, async (app) => {
      expect(await balanceOf(app, player)).toBe(await balanceOf(shop.app, player));
      expect((await buy(app, player, BOOST.id, { key: 'after-the-restore' })).status).toBe(201);
      await eventually(async () => expect(await salesCounted(copy)).toBe(41));
      const { body } = await call<{ items: unknown[] }>(app, '/users/me/transactions', { token: player.token });
      expect(body.items).toHaveLength(8);
    });
    expect(await salesCounted(copy)).toBe(await purchases(copy));
    expect(await count(copy, 'outbox_parked')).toBe(0);
    expect(await brokenLaws(copy)).toEqual({});
  });

  it('gives the application what it had and no more', async () => {
    const rights = (database: TestDatabase) =>
      database.query(`
        select regexp_replace(c.relname, '\\d{8}$', 'day') as name, array_agg(a.privilege_type order by a.privilege_type) as rights
        from pg_class c, aclexplode(c.relacl) a
        where relnamespace = 'public'::regnamespace and a.grantee = 'florin_test_app'::regrole group by c.oid order by 1`);
    expect(await rights(copy)).toEqual(await rights(shop.database));
    await expect(copy.query('delete from ledger_entries')).rejects.toThrow('append-only');
  });
});

describe('a backup', () => {
  it('is of one moment, taken while purchases go on', async () => {
    const before = await purchases(shop.database);
    let isDone = false;
    const buyers = shop.players.map(async (player) => {
      while (!isDone) expect((await buy(shop.app, player, POTION.id)).status).toBe(201);
    });
    const path = await backups.backUp(shop.database).finally(() => (isDone = true));
    await Promise.all(buyers);

    const copy = await backups.restore(path);
    expect(await brokenLaws(copy)).toEqual({});
    const bought = await purchases(copy);
    expect(bought).toBeGreaterThanOrEqual(before);
    expect(bought).toBeLessThanOrEqual(await purchases(shop.database));
    await serving(copy, async (app) => {
      await eventually(async () => expect(await salesCounted(copy)).toBe(bought));
      expect((await buy(app, shop.players[1], BOOST.id)).status).toBe(201);
      await eventually(async () => expect(await salesCounted(copy)).toBe(bought + 1));
    });
  });

  it('is a file for its owner only, that gunzip shows as a script of psql', async () => {
    const path = await backups.backUp(shop.database);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const lines = gunzipSync(readFileSync(path)).toString().split('\n');
    expect(lines[0]).toBe('-- Florin backup');
    expect(JSON.parse(lines[1].slice(3))).toMatchObject({ format: 1, florin: '0.1.0' });
    expect(lines).toContain('COPY public."cron_runs" ("name", "tick") FROM stdin;');
    expect(lines.at(-2)).toMatch(/^-- sha256 [0-9a-f]{64}$/);
  });

  it('takes no other file’s place, and leaves none that is unfinished', async () => {
    const path = join(backups.folder, 'mine');
    writeFileSync(path, 'precious');
    await expect(backups.backUp(shop.database, path)).rejects.toThrow('is there already');
    expect(readFileSync(path, 'utf8')).toBe('precious');

    const raced = join(backups.folder, 'raced');
    const losing = backups.backUp(shop.database, raced, () => writeFileSync(raced, 'faster'));
    await expect(losing).rejects.toThrow('is there already');
    expect(readFileSync(raced, 'utf8')).toBe('faster');
    await expect(backups.backUp(shop.database, '/nowhere/at-all')).rejects.toThrow('ENOENT');
    const nothing = backups.backUp(await backups.emptyDatabase(), join(backups.folder, 'nothing'));
    await expect(nothing).rejects.toThrow('nothing to back up');
    expect(readdirSync(backups.folder).filter((name) => /unfinished|nothing/.test(name))).toEqual([]);
  });

  it('leaves no file when its connection is lost', async () => {
    let isLost = false;
    const lose = () => {
      if (isLost) return;
      isLost = true;
      void shop.database.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'florin backup' and datname = current_database()`);
    };
    const losing = backups.backUp(shop.database, join(backups.folder, 'lost'), lose);
    await expect(losing).rejects.toThrow(/terminat|not queryable/);
    expect(readdirSync(backups.folder).filter((name) => name.startsWith('lost'))).toEqual([]);
  });

  it('lets processes start that have nothing to migrate', async () => {
    const copy = await backups.restore(await backups.backUp(shop.database));
    const another = new Client(copy.ownerUrl);
    await another.connect();
    await another.query('select pg_advisory_lock_shared(7310504)'); // as a backup that takes an hour
    await serving(copy, async (app) => expect(await balanceOf(app, shop.players[0])).toBeGreaterThan(0));
    await another.end();
  });
});
