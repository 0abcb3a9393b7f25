import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { InputFolder } from '../src/pipeline/input-folder';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import {
  dataFolder,
  ended,
  makeUpEngine,
  ranThrough,
  reportsFolder,
  type ShownRun,
  startRun,
  upload,
} from './support/pipeline';
import { call, makeUser, type TestUser } from './support/players';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x,y\n');
const MAX_MEGABYTES = 200;

let app: TestApp;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp();
  finance = await makeUser(app, { role: 'finance' });
});
afterAll(() => app.close());

const code = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
const stored = (name: string) => readFile(join(dataFolder(app), name), 'utf8');

function megabytes(count: number): ReadableStream {
  const pieces = function* () {
    for (let n = 0; n < count; n++) yield MEGABYTE;
  };
  return Readable.toWeb(Readable.from(pieces()));
}

describe('an upload', () => {
  it('is stored whole under its name, and answered with its digest', async () => {
    const text = 'date,campaign,ad_cost_usd\n2026-11-20,SPRING,"1,5"\n';
    const response = await upload(app, finance, 'name=costs_daily.csv', text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ name: 'costs_daily.csv', bytes: text.length, sha256, run: null });
    expect(await stored('costs_daily.csv')).toBe(text);
    await upload(app, finance, 'name=costs_daily.csv', 'another\n');
    expect(await stored('costs_daily.csv')).toBe('another\n');
  });

  it('is as large as it may be, and held in no memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 20);
    const response = await upload(app, finance, 'name=purchases_raw.csv', megabytes(MAX_MEGABYTES));
    clearInterval(timer);
    expect(((await response.json()) as { bytes: number }).bytes).toBe(MAX_MEGABYTES * MEGABYTE.length);
    expect(most - before).toBeLessThan((MAX_MEGABYTES / 2) * MEGABYTE.length);
  });

  it('is refused when it is larger, and what was there stays', async () => {
    await upload(app, finance, 'name=sessions.csv', 'kept\n');
    const declared = [
      `POST /api/v1/pipeline/uploads?name=sessions.csv HTTP/1.1`,
      'Host: x',
      `Content-Length: ${2 ** 40}`,
    ];
    expect(await raw([...declared, `Authorization: Bearer ${finance.token}`])).toContain('pipeline.upload_too_large');
    const sent = await upload(app, finance, 'name=sessions.csv', megabytes(MAX_MEGABYTES + 1)).catch(() => null);
    if (sent !== null) expect(await code(sent)).toEqual([413, 'pipeline.upload_too_large']);
    expect(await stored('sessions.csv')).toBe('kept\n');
    await nothingUnfinished();
  });

  it('that breaks off, or holds nothing, changes nothing', async () => {
    await upload(app, finance, 'name=sessions.csv', 'kept\n');
    const head = ['POST /api/v1/pipeline/uploads?name=sessions.csv HTTP/1.1', 'Host: x', 'Content-Length: 1000'];
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.write(`${[...head, `Authorization: Bearer ${finance.token}`].join('\r\n')}\r\n\r\nonly this much`);
    await eventually(async () => expect(await unfinished()).toHaveLength(1));
    socket.destroy();
    await nothingUnfinished();
    expect(await code(await upload(app, finance, 'name=sessions.csv', ''))).toEqual([
      400,
      'pipeline.upload_incomplete',
    ]);
    expect(await stored('sessions.csv')).toBe('kept\n');
  });

  it.each(['name=secrets.csv', 'name=../sessions.csv', 'name=', '', 'name=sessions.csv&name=costs_daily.csv'])(
    'has one of four names: not %s',
    async (query) => expect(await code(await upload(app, finance, query, 'x'))).toEqual([400, 'request.invalid']),
  );

  it('begins a run when it is asked to, and is stored although one is under way', async () => {
    const engine = makeUpEngine(app);
    let release = () => undefined as void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    engine.work = () => gate;
    const first = await upload(app, finance, 'name=sessions.csv&run=true', 'first\n');
    const { run } = (await first.json()) as { run: ShownRun };
    expect(await code(await upload(app, finance, 'name=sessions.csv&run=true', 'second\n'))).toEqual([
      409,
      'pipeline.already_running',
    ]);
    expect(await stored('sessions.csv')).toBe('second\n');
    release();
    expect((await ended(app, finance, run.id)).state).toBe('succeeded');
  });

  it('lies, as reports do, in folders that other users of the machine do not read', async () => {
    makeUpEngine(app);
    expect((await upload(app, finance, 'name=sessions.csv', 'x\n')).status).toBe(201);
    await ranThrough(app, finance);
    const folders = [dataFolder(app), reportsFolder(app), join(reportsFolder(app), 'runs')];
    const modes = await Promise.all(folders.map(async (path) => (await stat(path)).mode & 0o007));
    expect(modes).toEqual([0, 0, 0]);
  });

  it('does not change what a run that is under way reads', async () => {
    const engine = makeUpEngine(app);
    const read: string[] = [];
    engine.work = async ({ data }) => {
      await upload(app, finance, 'name=sessions.csv', 'meanwhile\n');
      read.push(await readFile(join(data, 'sessions.csv'), 'utf8'));
    };
    await upload(app, finance, 'name=sessions.csv', 'before\n');
    const { id } = (await startRun(app, finance)).body;
    await ended(app, finance, id);
    expect([read, await stored('sessions.csv')]).toEqual([['before\n'], 'meanwhile\n']);
    await eventually(async () => {
      expect((await readdir(dataFolder(app))).filter((name) => name.startsWith('.held'))).toEqual([]);
    });
  });
});

describe('what a killed process left of uploads', () => {
  it('is cleared away after a day', async () => {
    const folder = dataFolder(app);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.unfinished-x'), 'x');
    const inputs = app.get(InputFolder);
    await inputs.clear();
    expect(await unfinished()).toEqual(['.unfinished-x']);
    await inputs.clear(Date.now() + 25 * 60 * 60 * 1_000);
    expect(await unfinished()).toEqual([]);
    expect(await stored('sessions.csv')).not.toBe('');
  });
});

describe('whoever may', () => {
  it.each([
    ['player', 403],
    ['support', 403],
    ['finance', 201],
    ['admin', 201],
    ['service', 201],
  ] as const)('send an input: %s %d', async (role, status) => {
    const user = await makeUser(app, { role });
    expect((await upload(app, user, 'name=sessions.csv', 'x\n')).status).toBe(status);
  });

  it('begin a run: no stranger, no player, no support, no key without the scope', async () => {
    const [player, support] = [await makeUser(app), await makeUser(app, { role: 'support' })];
    const reader = await makeUser(app, { role: 'service', scopes: ['read'] });
    const runner = await makeUser(app, { role: 'service', scopes: ['pipeline:run'] });
    const status = async (by: TestUser, path: string, method = 'GET') =>
      (await call(app, path, { method, token: by.token })).status;
    expect((await upload(app, undefined, 'name=sessions.csv', 'x')).status).toBe(401);
    expect((await upload(app, reader, 'name=sessions.csv', 'x')).status).toBe(403);
    for (const by of [player, support, reader]) expect(await status(by, '/pipeline/runs', 'POST')).toBe(403);
    for (const path of [
      '/pipeline/runs',
      '/analytics/roas',
      '/analytics/arpdau',
      '/analytics/reconciliation',
      '/reconciliation/cases',
    ]) {
      // prettier-ignore
      expect([path, await status(player, path), await status(support, path), await status(reader, path)]).toEqual([
        path,
        403,
        200,
        200,
      ]);
    }
    makeUpEngine(app);
    const { status: begun, body } = await startRun(app, runner);
    expect(begun).toBe(202);
    await ended(app, finance, body.id);
    expect(await status(support, `/pipeline/runs/${body.id}/reports/roas_d1.json`)).toBe(403);
    expect(await status(reader, `/pipeline/runs/${body.id}/reports/roas_d1.json`)).toBe(200);
  });
});

it('without folders that can be written, uploads are put off and runs say why they fail', async () => {
  const folders = { DATA_DIR: join(__filename, 'data'), REPORTS_DIR: join(__filename, 'reports') };
  const poor = await startApp(folders);
  try {
    makeUpEngine(poor);
    const admin = await makeUser(poor, { role: 'admin' });
    expect(await code(await upload(poor, admin, 'name=sessions.csv', 'x'))).toEqual([503, 'service.unavailable']);
    const { state, error } = await ranThrough(poor, admin);
    expect([state, error?.message]).toEqual(['failed', expect.stringContaining('ENOTDIR')]);
  } finally {
    await poor.close();
  }
});

async function unfinished(): Promise<string[]> {
  return (await readdir(dataFolder(app))).filter((name) => name.startsWith('.unfinished-'));
}

function nothingUnfinished(): Promise<void> {
  return eventually(async () => expect(await unfinished()).toEqual([]));
}

/** Sends a head alone and reads until the connection ends. */
async function raw(lines: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await once(socket, 'close');
  return text;
}
