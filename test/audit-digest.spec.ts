import { createHash, randomUUID } from 'node:crypto';
import { AUDIT_LOG_CHECK } from '../src/platform/audit/audit-log.check';
import { startApp, type TestApp } from './support/app';
import { reportOf } from './support/forgery';
import { call, makeUser, type TestUser } from './support/players';

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(() => app.close());

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const sha256 = (...lines: string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');

interface Row {
  digest: string;
  before: string;
  after: string;
  salt: string;
}

const entryOf = async (subjectId: string) => {
  const [{ id }] = await app.database.query<{ id: string }>('select id from audit_log where subject_id = $1', [
    subjectId,
  ]);
  return id;
};
const rowOf = async (subjectId: string) => {
  const [row] = await app.database.query<Row>(
    `select details_digest as digest, before, after, salt from audit_log join audit_details on entry_id = id
     where audit_log.subject_id = $1`,
    [subjectId],
  );
  return row;
};
const block = async (reason = 'Insults ada@example.com') => {
  const { id } = await makeUser(app);
  expect((await call(app, `/users/${id}/block`, { token: admin.token, body: { reason } })).status).toBe(200);
  return id;
};
/** As nobody may but who owns the database. */
const forge = async (sql: string, params: unknown[]) => {
  await app.database.query('set session_replication_role = replica');
  await app.database.query(sql, params);
  await app.database.query('set session_replication_role = origin');
};
const broken = async (from = FIRST, to = LAST) => {
  const rows = await app.database.query<{ entryId: string; bad: boolean }>(
    `select * from (${AUDIT_LOG_CHECK.sql}) checked order by ${AUDIT_LOG_CHECK.orderBy}`,
    [from, to],
  );
  expect(rows.length).toBeGreaterThan(0);
  return rows.filter(({ bad }) => bad).map(({ entryId }) => entryId);
};

describe('The digest of what an entry says', () => {
  it('is of a salt that no other entry has', async () => {
    const rows = [await rowOf(await block()), await rowOf(await block())];
    for (const { digest, salt, before, after } of rows) {
      expect(salt).toMatch(/^[0-9a-f]{32}$/);
      expect(digest).toBe(sha256(salt, before, after));
    }
    expect(rows[0].after).toBe(rows[1].after);
    expect(rows[0].digest).not.toBe(rows[1].digest);
  });

  it('does not tell, once its subject is erased, whether a guess is right', async () => {
    const id = await block();
    const { before, after, salt } = await rowOf(id);
    const body = { reason: 'Asked for by mail' };
    expect((await call(app, `/users/${id}`, { method: 'DELETE', token: admin.token, body })).status).toBe(204);
    const digests = await app.database.query<{ digest: string }>('select details_digest as digest from audit_log');
    expect(digests.map(({ digest }) => digest)).not.toContain(sha256(before, after));
    expect(await app.database.query('select from audit_details where salt = $1', [salt])).toEqual([]);
  });
});

describe('The check of the audit log', () => {
  afterEach(async () => {
    await forge('delete from audit_details using audit_log where entry_id = id and actor_id = $1', [admin.id]);
    await forge('delete from audit_log where actor_id = $1', [admin.id]);
    await forge('delete from audit_details where entry_id not in (select id from audit_log)', []);
  });

  it('finds nothing in what was written, in what was erased, and in entries from before there were salts', async () => {
    const erased = await block();
    const body = { reason: 'Asked for by mail' };
    await call(app, `/users/${erased}`, { method: 'DELETE', token: admin.token, body });
    const old = await block();
    const { before, after } = await rowOf(old);
    await forge('update audit_details set salt = null where subject_id = $1', [old]);
    expect(await broken()).toEqual([await entryOf(old)]);
    await forge('update audit_log set details_digest = $2 where subject_id = $1', [old, sha256(before, after)]);
    expect(await broken()).toEqual([]);
  });

  it.each([
    ['exchanged', `update audit_details set after = replace(after, 'Insults', 'Praises') where subject_id = $1`],
    ['given another salt', `update audit_details set salt = md5(salt) where subject_id = $1`],
    ['taken away', 'delete from audit_details where subject_id = $1'],
    ['said of somebody else', 'update audit_details set subject_id = entry_id where subject_id = $1'],
  ])('finds what was %s, in the slice where it is', async (_, sql) => {
    const [id, other] = [await block(), await block()];
    await forge(sql, [id]);
    const entry = await entryOf(id);
    expect(await broken()).toEqual([entry]);
    expect(await broken(entry, entry)).toEqual([entry]);
    expect(await broken(await entryOf(other))).toEqual([]);
  });

  it('is one of those that the books are verified by', async () => {
    const [id] = [await block(), await block()];
    const finance = await makeUser(app, { role: 'finance' });
    const result = async () => (await reportOf(app, finance)).checks.find(({ name }) => name === 'audit-log');
    expect(await result()).toMatchObject({ rows: 2, violations: 0 });
    await forge('delete from audit_details where subject_id = $1', [id]);
    expect(await result()).toMatchObject({ violations: 1, first: { entryId: await entryOf(id), userId: id } });
  });

  it('finds details of no entry', async () => {
    const id = randomUUID();
    await block();
    await forge(`insert into audit_details (entry_id, before, after) values ($1, 'null', 'null')`, [id]);
    expect(await broken()).toEqual([id]);
  });
});
