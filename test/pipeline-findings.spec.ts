import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineLedger } from '../src/pipeline/pipeline-ledger.service';
import { startApp, type TestApp } from './support/app';
import { placeOrder, told, WITH_SANDBOX } from './support/orders';
import { dataFolder, makeUpEngine, type MadeUpEngine, ranThrough } from './support/pipeline';
import { type Answer, call, makeUser, openShop, POTION, type TestUser } from './support/players';

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
interface Day {
  date: string;
  campaign: string | null;
  runId: string;
  roas: number | null;
}
interface Case {
  id: string;
  state: string;
  side: string;
  receiptId: string;
  likelyCause: string;
  firstRunId: string;
  lastRunId: string;
  note: string | null;
  closedBy: string | null;
}

let app: TestApp;
let engine: MadeUpEngine;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
});
beforeEach(async () => {
  await app.database.query(
    'truncate pipeline_runs, pipeline_metrics, pipeline_days, pipeline_reconciliations, reconciliation_cases',
  );
  engine = makeUpEngine(app);
});
afterAll(() => app.close());

const read = async <Item = Day>(path: string) => {
  const { status, body, text } = await call<Page<Item>>(app, path, { token: finance.token });
  if (status !== 200) throw new Error(text);
  return body;
};

describe('the days of a campaign', () => {
  it('are told with money as text and ratios as numbers, or null', async () => {
    engine.metrics = [
      '2026-11-19,,10.40,5,2.08,4,2.6,3,1,2',
      '2026-11-19,SPRING,10.10,5,2.02,4,2.525,3,1,0',
      '2026-11-19,"Autumn, late",0.30,,,4,0.075,,,',
    ];
    const { id: runId } = await ranThrough(app, finance);
    const date = '2026-11-19';
    expect((await read('/analytics/roas')).items).toEqual([
      { date, campaign: null, revenueUsd: '10.4', adCostUsd: '5', roas: 2.08, runId },
      { date, campaign: 'Autumn, late', revenueUsd: '0.3', adCostUsd: null, roas: null, runId },
      { date, campaign: 'SPRING', revenueUsd: '10.1', adCostUsd: '5', roas: 2.02, runId },
    ]);
    expect((await read('/analytics/arpdau')).items).toEqual([
      { date, campaign: null, revenueUsd: '10.4', dau: 4, arpdau: '2.6', runId },
      { date, campaign: 'Autumn, late', revenueUsd: '0.3', dau: 4, arpdau: '0.075', runId },
      { date, campaign: 'SPRING', revenueUsd: '10.1', dau: 4, arpdau: '2.525', runId },
    ]);
    const reconciled = { date, campaign: 'SPRING', matched: 3, afOnly: 1, confirmedOnly: 0, runId };
    expect((await read('/analytics/reconciliation?campaign=spring')).items).toEqual([reconciled]);
    expect((await read('/analytics/reconciliation')).items).toEqual([
      { date, campaign: null, matched: 3, afOnly: 1, confirmedOnly: 2, runId },
      reconciled,
    ]);
  });

  it('come from the latest run that knows the day', async () => {
    engine.metrics = ['2026-11-18,,1,1,1,1,1,0,1,0', '2026-11-19,,1,1,1,1,1,1,0,0', '2026-11-19,GONE,1,1,1,1,1,,,'];
    const first = await ranThrough(app, finance);
    engine.metrics = ['2026-11-19,,2,1,2,1,2,1,0,0', '2026-11-20,,3,1,3,1,3,1,0,0'];
    const second = await ranThrough(app, finance);
    engine.work = () => Promise.reject(new Error('It failed.'));
    await ranThrough(app, finance);
    expect((await read('/analytics/roas')).items.map(({ date, runId, roas }) => [date, runId, roas])).toEqual([
      ['2026-11-18', first.id, 1],
      ['2026-11-19', second.id, 2],
      ['2026-11-20', second.id, 3],
    ]);
  });

  it('stay as they were where a run has only their costs or sessions, and no purchase that far', async () => {
    const day = (date: string, roas: number, matched: number) =>
      `2026-11-${date},,${roas},1,${roas},1,${roas},${matched},0,0`;
    engine.metrics = [day('15', 5, 1), day('16', 6, 1), day('17', 7, 1), day('20', 9, 1)];
    await ranThrough(app, finance);
    engine.metrics = [day('15', 0, 0), day('16', 1, 1), day('17', 0, 0), day('18', 2, 1), day('20', 0, 0)];
    await ranThrough(app, finance);
    engine.metrics = [day('15', 0, 0), '2026-11-15,A,0,1,0,1,0,,,'];
    await ranThrough(app, finance);
    expect((await read('/analytics/roas')).items.map(({ date, roas }) => `${date} ${roas}`)).toEqual([
      '2026-11-15 5',
      '2026-11-16 1',
      '2026-11-17 0',
      '2026-11-18 2',
      '2026-11-20 9',
    ]);
  });

  it('are not told by a run under other rules', async () => {
    engine.metrics = ['2026-11-18,,1,1,1,1,1,1,0,0'];
    const { id } = await ranThrough(app, finance);
    engine.metrics = ['2026-11-18,,2,1,2,1,2,1,0,0', '2026-11-19,,2,1,2,1,2,1,0,0'];
    for (const rules of [{ dedupe: 'event' }, { chargebacks: 'ledger' }])
      expect((await ranThrough(app, finance, rules)).state).toBe('succeeded');
    expect((await read('/analytics/roas')).items).toEqual([expect.objectContaining({ runId: id, roas: 1 })]);
  });

  it('can be asked for by time, and page by page', async () => {
    const days = ['16', '17', '18', '19', '20'];
    engine.metrics = days.flatMap((day) => ['', 'A', 'B'].map((name) => `2026-11-${day},${name},1,1,1,1,1,1,0,0`));
    await ranThrough(app, finance);
    const some = await read('/analytics/roas?since=2026-11-17&until=2026-11-18');
    expect(some.items.map(({ date, campaign }) => `${date} ${campaign}`)).toEqual([
      '2026-11-17 null',
      '2026-11-17 A',
      '2026-11-17 B',
      '2026-11-18 null',
      '2026-11-18 A',
      '2026-11-18 B',
    ]);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Day> = await read(`/analytics/arpdau?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`);
      found.push(...page.items.map(({ date, campaign }) => `${date} ${campaign}`));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual((await read('/analytics/arpdau')).items.map(({ date, campaign }) => `${date} ${campaign}`));
    expect(found).toHaveLength(15);
  });

  it.each(['since=yesterday', 'until=2026-02-30', 'limit=0', 'campaign=', 'cursor=WyJ4IiwieCJd', 'by=me'])(
    'are not told for %s',
    async (query) =>
      expect((await call(app, `/analytics/roas?${query}`, { token: finance.token })).body.code).toBe('request.invalid'),
  );
});

describe('what we were paid', () => {
  it('is held against the other sides, exactly and only in dollars', async () => {
    const buyer = await makeUser(app);
    const order = await placeOrder(app, buyer, [{ productId: POTION.id, unitPrice: 199 }]);
    await told(app, order, { type: 'paid', transactionId: 'tx-1', at: '2026-11-19T10:00:00.000Z' });
    await placeOrder(app, buyer, [{ productId: POTION.id, unitPrice: 199 }]);
    let ledger = '';
    engine.work = async (run) => {
      ledger = await readFile(run.ledger!, 'utf8');
    };
    await ranThrough(app, finance);
    const lines = ledger.split('\n');
    expect(lines).toEqual([
      'order_id,receipt_id,provider,player_id,paid_at_utc,amount_usd,status',
      expect.stringMatching(
        new RegExp(`^${order.id},tx-1,sandbox,${buyer.id},2026-11-\\d\\d \\d\\d:\\d\\d:\\d\\d,1.99,fulfilled$`),
      ),
      '',
    ]);
    await expect(readFile(engine.asked[0].ledger!)).rejects.toThrow('ENOENT');
    const file = join(dataFolder(app), '..', 'ledger.csv');
    expect(await app.get(PipelineLedger).write(file)).toBe(1);
    expect(await readFile(file, 'utf8')).toBe(ledger);
  });
});

describe('a leftover', () => {
  const leftover = (receipt_id: string | null, side = 'gateway', likely_cause = 'late_export') => {
    return { side, receipt_id, amount_usd: '4.99', at: '2026-11-19 10:00:00', likely_cause };
  };
  const cases = async (query = '') => (await read<Case>(`/reconciliation/cases?${query}`)).items;
  const close = (id: string, by: TestUser, note = 'It came a day later.'): Promise<Answer<Case & { code: string }>> =>
    call(app, `/reconciliation/cases/${id}/close`, { body: { note }, token: by.token });

  it('becomes a case, and the same case in the next run', async () => {
    engine.leftovers = [
      leftover('RCP-1'),
      leftover(null, 'books', 'test_payment'),
      leftover(null, 'books', 'test_payment'),
    ];
    const first = await ranThrough(app, finance);
    expect(await cases()).toHaveLength(3);
    engine.leftovers = [leftover('RCP-1', 'gateway', 'unknown'), leftover('RCP-2')];
    const second = await ranThrough(app, finance);
    expect(await cases('receiptId=RCP-1')).toEqual([
      expect.objectContaining({
        state: 'open',
        side: 'gateway',
        amountUsd: '4.99',
        occurredAt: '2026-11-19T10:00:00.000Z',
        likelyCause: 'unknown',
        firstRunId: first.id,
        lastRunId: second.id,
      }),
    ]);
    expect(await cases()).toHaveLength(4);
    expect((await cases(`runId=${second.id}`)).map(({ receiptId }) => receiptId).toSorted()).toEqual([
      'RCP-1',
      'RCP-2',
    ]);
    expect(await cases('side=books&likelyCause=test_payment')).toHaveLength(2);
    expect(await cases('state=closed')).toEqual([]);
  });

  it('is no case, and changes none, in a run under other rules or of another day', async () => {
    engine.leftovers = [leftover('RCP-1')];
    const { id } = await ranThrough(app, finance);
    engine.leftovers = [leftover('RCP-1', 'gateway', 'unknown'), leftover('RCP-2')];
    for (const unusual of [{ dedupe: 'event' }, { chargebacks: 'ledger' }, { date: '2026-11-19' }])
      expect((await ranThrough(app, finance, unusual)).state).toBe('succeeded');
    expect(await cases()).toEqual([
      expect.objectContaining({ receiptId: 'RCP-1', likelyCause: 'late_export', lastRunId: id }),
    ]);
  });

  it('is closed by finance, once and for ever, and the log says so', async () => {
    engine.leftovers = [leftover('RCP-1')];
    await ranThrough(app, finance);
    const [{ id }] = await cases();
    const closed = await close(id, finance);
    expect([closed.status, closed.body]).toEqual([
      200,
      expect.objectContaining({ state: 'closed', note: 'It came a day later.', closedBy: finance.id }),
    ]);
    expect((await close(id, finance)).body.code).toBe('reconciliation.case_closed');
    await ranThrough(app, finance);
    expect(await cases('state=open')).toEqual([]);
    expect(await cases('state=closed')).toEqual([expect.objectContaining({ id, note: 'It came a day later.' })]);
    const logged = await app.database.query(
      `select actor_id, target from audit_log where action = 'reconciliation.case_closed'`,
    );
    expect(logged).toEqual([{ actor_id: finance.id, target: `reconciliation_case:${id}` }]);
  });

  it('is closed by nobody else, not without a note, and not where there is none', async () => {
    engine.leftovers = [leftover('RCP-1')];
    await ranThrough(app, finance);
    const [{ id }] = await cases();
    for (const role of ['player', 'support', 'service'] as const)
      expect((await close(id, await makeUser(app, { role }))).status).toBe(403);
    expect((await close(id, finance, ' ')).body.code).toBe('request.invalid');
    for (const none of ['0199c000-0000-7000-8000-000000000000', 'me'])
      expect((await close(none, finance)).body.code).toBe('reconciliation.case_not_found');
    expect(await cases('state=open')).toHaveLength(1);
  });

  it('is listed page by page', async () => {
    engine.leftovers = Array.from({ length: 5 }, (_, n) => leftover(`RCP-${n}`));
    await ranThrough(app, finance);
    const first = await read<Case>('/reconciliation/cases?limit=3');
    const second = await read<Case>(`/reconciliation/cases?limit=3&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect([ids, second.nextCursor]).toEqual([ids.toSorted().toReversed(), null]);
    expect(new Set(ids).size).toBe(5);
  });
});
