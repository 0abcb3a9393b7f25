import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { Config } from '../src/platform/config/config';
import { DatabaseModule } from '../src/platform/database/database.module';
import { HealthModule } from '../src/platform/health/health.module';
import { Lifecycle } from '../src/platform/http/lifecycle';
import { createDatabase, type TestDatabase } from './support/database';
import { EchoController, type ProbeApp, startProbeApp } from './support/probe-app';

jest.mock('node:fs/promises', () => ({
  ...jest.requireActual<object>('node:fs/promises'),
  statfs: jest.fn(),
}));

const freeDisk = (bytes: number) => jest.mocked(statfs).mockResolvedValue({ bavail: bytes, bsize: 1 } as never);

describe('Health', () => {
  let database: TestDatabase;
  let probe: ProbeApp;
  const start = (env: Record<string, string> = {}) =>
    startProbeApp({
      modules: [DatabaseModule, HealthModule],
      controllers: [EchoController],
      env: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl, FLORIN_DATA: tmpdir(), ...env },
    });

  const restart = async (env: Record<string, string>) => {
    await probe.close();
    probe = await start(env);
  };

  beforeEach(async () => {
    database = await createDatabase();
    probe = await start();
  });
  afterEach(async () => {
    await probe.close();
    await database.drop();
  });

  it.each(['/health', '/health/ready', '/ready', '/api/v1/health'])('tells at %s that all is well', async (path) => {
    const { body } = await request(probe.url).get(path).expect(200);
    expect(body).toMatchObject({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(Date.parse(body.timestamp)).toBeGreaterThan(0);
    expect(Object.keys(body.checks).sort()).toEqual(['database', 'migrations']);
  });

  it('is ready only with all migrations', async () => {
    const [last] = await database.query<{ id: number }>('select max(id) as id from migrations');
    await database.query('update migrations set timestamp = -timestamp where id = $1', [last.id]);
    const { body } = await request(probe.url).get('/ready').expect(503);
    expect(body).toMatchObject({
      status: 'error',
      checks: { database: { status: 'up' }, migrations: { status: 'down' } },
    });

    await database.query('update migrations set timestamp = -timestamp where id = $1', [last.id]);
    await request(probe.url).get('/ready').expect(200);
  });

  it('is not ready, but alive, without a database', async () => {
    await probe.app.get(DataSource).destroy();
    const { body } = await request(probe.url).get('/ready').expect(503);
    expect(body.checks.database.status).toBe('down');
    await request(probe.url).get('/health/live').expect(200);
  });

  it('does not wait for a database that does not answer', async () => {
    jest.spyOn(probe.app.get(DataSource), 'query').mockReturnValue(new Promise(() => undefined));
    const { body } = await request(probe.url).get('/ready').expect(503);
    expect(body.checks.database).toMatchObject({ status: 'down', message: 'timeout of 1000ms exceeded' });
  });

  it('watches the disk of an embedded database', async () => {
    Object.assign(probe.app.get(Config), { embeddedDatabase: true });
    freeDisk(200 * 1024 * 1024);
    const { body } = await request(probe.url).get('/ready').expect(200);
    expect(body.checks.disk).toMatchObject({ status: 'up', freeMegabytes: 200 });

    freeDisk(99 * 1024 * 1024);
    expect((await request(probe.url).get('/ready').expect(503)).body.checks.disk.status).toBe('down');
  });

  it('is not ready while it leaves, but alive', async () => {
    probe.app.get(Lifecycle).phase = 'leaving';
    const { body } = await request(probe.url).get('/ready').expect(503);
    expect(body.status).toBe('shutting_down');
    await request(probe.url).get('/health/live').expect(200);
  });

  it('serves, degraded, with a Redis that does not answer', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    await restart({ REDIS_URL: `redis://127.0.0.1:${port}` });
    const { body } = await request(probe.url).get('/ready').expect(200);
    silent.close();
    expect(body).toMatchObject({ status: 'degraded', checks: { redis: { status: 'degraded' } } });
  });

  it('counts requests by route, not by address', async () => {
    await request(probe.url).get('/api/v1/probe/some-id').expect(200);
    await request(probe.url).get('/api/v1/nowhere').expect(404);
    const { text, headers } = await request(probe.url).get('/metrics').expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0.0.4/);
    expect(text).toContain('process_cpu_seconds_total');
    const count = 'http_request_duration_seconds_count';
    expect(text).toContain(`${count}{method="GET",route="/api/v1/probe/:name",status="200"} 1`);
    expect(text).toContain(`${count}{method="GET",route="unknown",status="404"} 1`);
    expect(text).not.toContain('some-id');
  });

  it('is all that a worker answers', async () => {
    await restart({ ROLE: 'worker' });
    await request(probe.url).get('/ready').expect(200);
    await request(probe.url).get('/metrics').expect(200);
    expect((await request(probe.url).get('/api/v1/probe').expect(404)).body.code).toBe('route.not_found');
    await request(probe.url).post('/api/v1/probe').send({}).expect(404);
    await request(probe.url).get('/docs').expect(404);
  });
});
