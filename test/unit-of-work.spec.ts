import { DataSource } from 'typeorm';
import { isLockTimeout, violatedConstraint } from '../src/platform/database/database-errors';
import { transactionSettings } from '../src/platform/database/transaction-settings';
import { type Tx, UnitOfWork } from '../src/platform/database/unit-of-work';
import { startApp, type TestApp } from './support/app';
import { times } from './support/players';

let app: TestApp;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  app = await startApp({ ROLE: 'api' });
  unitOfWork = app.get(UnitOfWork);
  await app.database.query('create table notes (id int primary key, text text)');
  await app.database.query('grant all on notes to public');
});
afterAll(() => app.close());
beforeEach(() => app.database.query('truncate notes'));

const insert = (id: number) => ({ name: 'note', sql: 'insert into notes (id) values ($1)', params: [id] });
const count = async () => Number((await app.database.query<{ n: string }>('select count(*) as n from notes'))[0].n);

describe('UnitOfWork.run', () => {
  it('commits everything or nothing, also what goes through TypeORM', async () => {
    await unitOfWork.run(async (tx) => {
      await tx.send(insert(1));
      await tx.query('insert into notes (id) values (2)');
    });
    expect(await count()).toBe(2);
    const failing = unitOfWork.run(async (tx) => {
      await tx.query('insert into notes (id) values (3)');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await count()).toBe(2);
  });

  it('commits the last statement with what was sent before it', async () => {
    await unitOfWork.run(async (tx) => {
      void tx.send(insert(1));
      await tx.sendLast(insert(2));
    });
    expect(await count()).toBe(2);
  });

  it('has its settings for as long as it lasts, also when it is tried again', async () => {
    const settings = transactionSettings({ enable_sort: 'off', work_mem: "'5MB'" });
    const asking = `select current_setting('enable_sort') || current_setting('work_mem') as text`;
    const seen: string[] = [];
    const failing = async (tx: Tx) => {
      seen.push((await tx.query<{ text: string }[]>(asking))[0].text);
      if (seen.length === 1) await tx.query(`do $$ begin raise exception using errcode = '40001'; end $$`);
    };
    await unitOfWork.run(failing, settings);
    await unitOfWork.run(async (tx) => {
      tx.set(settings);
      await failing(tx);
    });
    expect(seen).toEqual(['off5MB', 'off5MB', 'off5MB']);
    const pool = app.get(DataSource);
    const after = await Promise.all(Array.from({ length: 8 }, () => pool.query<{ text: string }[]>(asking)));
    expect(after.flat().map(({ text }) => text)).toEqual(Array(8).fill('on4MB'));
  });

  it('says which setting is none', async () => {
    const none = transactionSettings({ no_such_setting: 'on' });
    await expect(unitOfWork.run(() => Promise.resolve(), none)).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('no_such_setting') }),
    });
    await expect(unitOfWork.run((tx) => tx.query('select 1'), none)).rejects.toThrow('no_such_setting');
  });

  it('rolls back when the last statement fails, and says why', async () => {
    await unitOfWork.run((tx) => tx.sendLast(insert(1)));
    const failing = unitOfWork.run(async (tx) => {
      void tx.send(insert(2));
      await tx.sendLast(insert(1));
    });
    await expect(failing.catch(violatedConstraint)).resolves.toBe('notes_pkey');
    expect(await count()).toBe(1);
  });

  it('tells the first failure of statements that were sent together, whichever is awaited first', async () => {
    await app.database.query('begin');
    await app.database.query('lock table notes');
    const failing = unitOfWork.run(async (tx) => {
      const slow = deeply(() => tx.send(insert(1)));
      await Promise.all([slow, tx.send({ name: 'one', sql: 'select 1', params: [] })]);
    });
    const error: unknown = await failing.catch((caught: unknown) => caught);
    await app.database.query('rollback');
    expect(isLockTimeout(error)).toBe(true);
  });

  it('runs the whole work again after a serialization failure, at most five times', async () => {
    let runs = 0;
    const conflict = {
      name: 'conflict',
      sql: `do $$ begin raise exception 'no' using errcode = '40001'; end $$`,
      params: [],
    };
    const work = (failures: number) => async (tx: Tx) => {
      runs += 1;
      await tx.send(insert(runs));
      if (runs <= failures) await tx.send(conflict);
    };
    await unitOfWork.run(work(3));
    expect([runs, await count()]).toEqual([4, 1]);
    runs = 0;
    await app.database.query('truncate notes');
    await expect(unitOfWork.run(work(99))).rejects.toThrow('no');
    expect(runs).toBe(5);
  });

  it('leaves no connection in use, whatever happens', async () => {
    await Promise.all(
      times(60, (n) =>
        unitOfWork
          .run(async (tx) => {
            await tx.send(insert(n));
            if (n % 3 === 0) await tx.query('select 1 / 0');
            if (n % 3 === 1) throw new Error('no');
          })
          .catch(() => undefined),
      ),
    );
    expect(await count()).toBe(20);
    const { master } = app.get(DataSource).driver as unknown as { master: { idleCount: number; totalCount: number } };
    expect(master.idleCount).toBe(master.totalCount);
  });

  it('survives its connection being cut by the server, and the next unit finds another', async () => {
    const failing = unitOfWork.run(async (tx) => {
      const [{ pid }] = await tx.send<{ pid: number }>({
        name: 'pid',
        sql: 'select pg_backend_pid() as pid',
        params: [],
      });
      await app.database.query('select pg_terminate_backend($1)', [pid]);
      await tx.send(insert(1));
    });
    await expect(failing).rejects.toMatchObject({ kind: 'unavailable' });
    await unitOfWork.run((tx) => tx.sendLast(insert(2)));
    expect(await count()).toBe(1);
  });

  it('runs effects after the commit and before it returns, and a failing one fails nobody', async () => {
    const seen: string[] = [];
    await unitOfWork.run(async (tx) => {
      tx.afterCommit(() => Promise.reject(new Error('an effect that fails')));
      tx.afterCommit(async () => void seen.push(`effect sees ${await count()}`));
      await tx.send(insert(1));
      seen.push('work');
    });
    expect(seen).toEqual(['work', 'effect sees 1']);
  });
});

/** Awaited some turns later than it was sent, as through the layers of a service. */
async function deeply<T>(send: () => Promise<T>): Promise<T> {
  const sent = send();
  const layer = async () => sent;
  const another = async () => layer();
  return await another();
}
