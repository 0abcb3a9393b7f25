import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { CountFlows } from '../src/analytics/count-flows';
import { BooksWatch } from '../src/books/books-watch';
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
});

describe('the flows', () => {
  it('count no seal twice, whoever has them read again', async () => {
    const flows = () => query('select * from economy_flows order by 1, 2, 3');
    await eventually(async () => expect((await flows()).length).toBeGreaterThan(1));
    const seals = await query<{ id: number }>('select id::int from ledger_seals order by id');
    await eventually(async () =>
      expect(await query('select seal_id::int as id from economy_counted')).toEqual(seals.slice(-1)),
    );
    const before = await flows();
    const again = seals.map(({ id }) => ({ sealId: id, at: '', eventId: id }));
    await app.get(UnitOfWork).run((tx) => app.get(CountFlows).apply(tx, again as never));
    expect(await flows()).toEqual(before);
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
