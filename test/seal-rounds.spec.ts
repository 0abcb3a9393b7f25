import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import request from 'supertest';
import { CountFlows } from '../src/analytics/count-flows';
import { BooksWatch } from '../src/books/books-watch';
import { SealingService } from '../src/books/sealing.service';
import { SealsRepository } from '../src/books/seals.repository';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { everythingSealed, Forger } from './support/forgery';
import { buy, makeUser, openShop, POTION, type TestUser, times } from './support/players';

let app: TestApp;
let forger: Forger;
let player: TestUser;

beforeAll(async () => {
  app = await startApp({ SEAL_KEY: 'the key that signs the seals of this test' });
  forger = new Forger(app.database);
  await openShop(app);
  player = await makeUser(app, { coins: 10_000 });
  for (let round = 0; round < 3; round++) {
    await buy(app, player, POTION.id);
    await everythingSealed(app.database);
  }
  await forger.keepCopies();
});
afterAll(() => app.close());

const query = <Row>(sql: string, params?: unknown[]) => app.database.query<Row>(sql, params);

describe('the watch', () => {
  afterEach(() => forger.putBack());

  it('finds an edited entry and a removed seal without anybody asking, and says so in the metrics', async () => {
    const watch = app.get(BooksWatch);
    const found = async () => {
      await watch.goOn();
      const { text } = await request(app.url).get('/metrics');
      return Number(/^florin_books_watch_violations (\d+)$/m.exec(text)?.[1]);
    };
    expect(await found()).toBe(0);
    await forger.forge('update ledger_entries set amount = amount + 1 where user_id = $1 and seq = 2', [player.id]);
    expect(await found()).toBeGreaterThan(0);
    await forger.putBack();
    await found(); // what the way before found is told until a whole one found nothing
    expect(await found()).toBe(0);
    await forger.forge('delete from ledger_seals where id = 2');
    expect(await found()).toBeGreaterThan(0);
  });

  it('misses the end of the chain that it saw a minute ago', async () => {
    const watch = app.get(BooksWatch);
    await watch.goOn();
    const [{ id }] = await query<{ id: string }>('select max(id) as id from ledger_seals');
    const errors: unknown[] = [];
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation((found) => void errors.push(found));
    await forger.forge('delete from ledger_seal_ranges where seal_id = $1', [id]);
    await forger.forge('delete from ledger_seals where id = $1', [id]);
    await watch.goOn();
    logged.mockRestore();
    expect(errors).toContainEqual(expect.objectContaining({ check: 'seal-head' }));
  });
});

describe('the flows', () => {
  it('count no seal twice, whoever has them read again', async () => {
    const flows = () => query('select * from economy_flows order by 1, 2, 3');
    await eventually(async () => expect((await flows()).length).toBeGreaterThan(1));
    const seals = await query<{ id: number }>('select id::int from ledger_seals order by id');
    await eventually(async () =>
      expect(await query('select seal_id::int as id from economy_counted order by 1')).toEqual(seals),
    );
    const before = await flows();
    const again = seals.map(({ id }) => ({ sealId: id, at: '', eventId: id }));
    await app.get(UnitOfWork).run((tx) => app.get(CountFlows).apply(tx, again as never));
    expect(await flows()).toEqual(before);

    await query('delete from economy_counted where seal_id = 2'); // as if it had been parked
    await app.get(UnitOfWork).run((tx) => app.get(CountFlows).apply(tx, again.slice(1, 2) as never));
    expect(await flows()).not.toEqual(before);
  });
});

describe('a round of sealing', () => {
  it('gathers: one seal over all players who are marked, however many', async () => {
    const users = times(30, () => randomUUID());
    for (const user of users) await addByHand(user, 3);
    const [{ before }] = await query<{ before: number }>('select max(id)::int as before from ledger_seals');
    await query('insert into ledger_unsealed select unnest($1::uuid[])', [users]);
    await everythingSealed(app.database);
    const seals = await query('select ranges::int, entries::int from ledger_seals where id > $1', [before]);
    expect(seals).toEqual([{ ranges: 30, entries: 90 }]);
  });

  it('forgets nobody whose end did not fit, whatever came while it waited for its turn', async () => {
    const users = times(3, () => randomUUID()).sort();
    for (const user of users) await addByHand(user, 10_000);
    const sealed = await app.get(UnitOfWork).run(async (tx) => {
      await app.get(SealsRepository).mark(tx, users);
      return app.get(SealingService).seal(tx, users);
    });
    expect(sealed).toBe(20_000);
    await everythingSealed(app.database);
  });

  it('goes on for everybody else when somebody edited a head, or claims numbers that are not there', async () => {
    const [edited, gap, late] = times(3, () => randomUUID()).sort();
    for (const user of [edited, gap]) await addByHand(user, 3);
    await query('insert into ledger_unsealed select unnest($1::uuid[])', [[edited, gap]]);
    await everythingSealed(app.database);
    await forger.forge('update ledger_seal_heads set seq = 1 where user_id = $1', [edited]);
    await query('update accounts set last_seq = 50000 where user_id = $1', [gap]);
    await addByHand(late, 2);
    await query('insert into ledger_unsealed select unnest($1::uuid[])', [[edited, gap, late]]);
    await eventually(async () => expect(await query('select from ledger_unsealed')).toEqual([]));
    expect(await query('select seq::int from ledger_seal_heads where user_id = $1', [late])).toEqual([{ seq: 2 }]);

    await forger.forge('update ledger_seal_heads set seq = 3 where user_id = $1', [edited]);
    await query('update accounts set last_seq = 3 where user_id = $1', [gap]);
  });

  it('seals a player who has more than a seal may hold, and leaves no mark', async () => {
    const [rich, poor] = [randomUUID(), randomUUID()];
    await addByHand(rich, 45_000);
    await addByHand(poor, 2);
    await query('insert into ledger_unsealed select unnest($1::uuid[])', [[rich, poor]]);
    await everythingSealed(app.database);
    const largest = await query<{ entries: number }>('select max(entries)::int as entries from ledger_seals');
    expect(largest).toEqual([{ entries: 20_000 }]);
    await eventually(async () => expect(await query('select from ledger_unsealed')).toEqual([]));
  });

  async function addByHand(user: string, entries: number): Promise<void> {
    await query(`insert into users (id, username, role) values ($1::uuid, $1::text, 'player')`, [user]);
    await query('insert into accounts (user_id, last_seq) values ($1, $2)', [user, entries]);
    await query(
      `insert into ledger_entries (user_id, seq, transaction_id, currency, amount, balance_after, counter_account, created_at)
       select $1, n, gen_random_uuid(), 'COIN', 1, n, 'source:top_up', now() - interval '1 day' from generate_series(1, $2) n`,
      [user, entries],
    );
  }
});
