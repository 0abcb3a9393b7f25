import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { MAINTENANCE_QUEUE, MaintenanceService } from '../src/platform/jobs/maintenance.service';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { call, makeUser, type TestUser } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

interface Shown {
  name: string;
  failed: number;
  lastFailedAt: string | null;
  trouble: string | null;
}

interface Failed {
  items: { id: string; name: string; reason: string; attempts: number; failedAt: string }[];
  nextCursor: string | null;
}

const REASON = 'The disk is full.';
const FAILED = `/admin/queues/${MAINTENANCE_QUEUE}/failed-jobs`;

function behaves(environment: () => Record<string, string>) {
  let app: TestApp;
  let admin: TestUser;
  let failures: number;
  let runs: number;

  beforeAll(async () => {
    app = await startApp(environment());
    admin = await makeUser(app, { role: 'admin' });
    const run = async () => {
      runs += 1;
      if (failures-- > 0) throw new Error(REASON);
    };
    app.get(MaintenanceService).register({ name: 'shaky', cron: '0 0 1 1 *', run });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    runs = 0;
    failures = 0;
  });
  afterEach(async () => {
    for (const { id } of (await failed()).items) await dismiss(id);
  });

  const queue = () => app.app.get<Queue>(getQueueToken(MAINTENANCE_QUEUE), { strict: false });
  const failed = async (query = '') => (await call<Failed>(app, FAILED + query, { token: admin.token })).body;
  const send = (method: string, path: string, { token } = admin) => call(app, path, { method, token });
  const dismiss = (id: string) => send('DELETE', `${FAILED}/${id}`);
  const logged = (action: string) =>
    app.database.query<{ actor_id: string; target: string }>('select * from audit_log where action = $1', [action]);

  async function shown(): Promise<Shown | undefined> {
    const { body } = await call<Shown[]>(app, '/admin/queues', { token: admin.token });
    return body.find(({ name }) => name === MAINTENANCE_QUEUE);
  }

  /** A job that is given up at its first failure. */
  async function leaveFailed(): Promise<string> {
    failures = 1;
    const { id = '' } = await queue().add('shaky', {}, { attempts: 1 });
    await eventually(async () => expect((await failed()).items.map((job) => job.id)).toContain(id));
    return id;
  }

  it('says what failed, when and why, and that somebody should look', async () => {
    const id = await leaveFailed();
    const { items } = await failed();
    expect(items).toEqual([
      {
        id,
        name: 'shaky',
        reason: REASON,
        attempts: 1,
        createdAt: expect.any(String),
        failedAt: expect.any(String),
      },
    ]);
    expect(await shown()).toMatchObject({ failed: 1, lastFailedAt: items[0].failedAt, trouble: 'failed' });
  });

  it('has it tried again, and is well then', async () => {
    const id = await leaveFailed();
    expect((await send('POST', `${FAILED}/${id}/retry`)).status).toBe(204);
    await eventually(async () => expect(await shown()).toMatchObject({ failed: 0, lastFailedAt: null, trouble: null }));
    await eventually(() => expect(runs).toBe(2));
    expect(await logged('job.retried')).toContainEqual(
      expect.objectContaining({ actor_id: admin.id, target: `job:maintenance/${id}` }),
    );
    expect((await send('POST', `${FAILED}/${id}/retry`)).body.code).toBe('queue.job_not_found');
  });

  it('forgets it', async () => {
    const id = await leaveFailed();
    expect((await dismiss(id)).status).toBe(204);
    expect((await failed()).items).toEqual([]);
    expect(await shown()).toMatchObject({ failed: 0, trouble: null });
    expect(await logged('job.dismissed')).toContainEqual(
      expect.objectContaining({ actor_id: admin.id, target: `job:maintenance/${id}` }),
    );
    expect((await dismiss(id)).body.code).toBe('queue.job_not_found');
  });

  it('is read page by page, newest first', async () => {
    const ids = [await leaveFailed(), await leaveFailed(), await leaveFailed()];
    const first = await failed('?limit=2');
    expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const second = await failed(`?limit=2&cursor=${first.nextCursor}`);
    expect(second.items.map(({ id }) => id)).toEqual([ids[0]]);
    expect(second.nextCursor).toBeNull();
  });

  it('is read by staff, and changed by admins alone', async () => {
    const support = await makeUser(app, { role: 'support' });
    expect((await send('GET', FAILED, support)).status).toBe(200);
    expect((await send('GET', FAILED, await makeUser(app))).status).toBe(403);
    expect((await send('POST', `${FAILED}/1/retry`, support)).status).toBe(403);
    expect((await send('DELETE', `${FAILED}/1`, support)).status).toBe(403);
  });

  it('knows its queues, and names no job that is not failed', async () => {
    expect((await send('GET', '/admin/queues/nothing/failed-jobs')).body.code).toBe('queue.not_found');
    for (const id of ['none', '%20']) expect((await dismiss(id)).body.code).toBe('queue.job_not_found');
    const { id } = await queue().add('shaky', {}, { delay: 60_000 });
    expect((await dismiss(id ?? '')).body.code).toBe('queue.job_not_found');
    expect(await queue().getDelayedCount()).toBeGreaterThan(0);
  });
}

describe('failed jobs on PostgreSQL', () => {
  behaves(() => ({}));
});

describeWithRedis('failed jobs on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());
  behaves(() => ({ REDIS_URL: redis.url }));
});
