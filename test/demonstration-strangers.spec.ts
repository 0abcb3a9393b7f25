import { DemonstrationService } from '../src/demonstration/demonstration.service';
import type { Deed, Life } from '../src/demonstration/history/deed';
import { Deeds } from '../src/demonstration/history/deeds.service';
import { DemonstrationHistory } from '../src/demonstration/history/history.service';
import { OrderEndings } from '../src/payments/order-endings.service';
import { SandboxTeller } from '../src/payments/sandbox/sandbox-teller.service';
import { byMachineTime } from '../src/platform/clock/clock';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { eventually } from './support/eventually';
import { WITH_SANDBOX } from './support/orders';
import { call } from './support/players';
import { PASSWORD } from './support/sessions';

/** What meets a history while it is told: sweeps, kills, faults, and people who are no part of it. */
let app: TestApp;
beforeEach(async () => {
  app = await startApp({ ...WITH_SANDBOX, DEMO_PASSWORD: 'demonstration-1', DEMO_HISTORY: 'true' });
});
afterEach(async () => {
  jest.restoreAllMocks();
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

const HOUR_MS = 3_600_000;
const LONG_AGO = Date.now() - 20 * 24 * HOUR_MS;
const MEDAL = [{ sku: 'founders-medal', quantity: 1 }];

function lifeOf(username: string, ...deeds: Deed[]): Life {
  const arrival: Deed = { kind: 'arrive', atMs: LONG_AGO, clickMs: null };
  return { username, arrivedMs: LONG_AGO, campaign: null, deeds: [arrival, ...deeds] };
}

const order = (hours: number, isPaid: boolean): Deed => ({
  ...{ kind: 'order', atMs: LONG_AGO + hours * HOUR_MS, lines: MEDAL, currency: 'USD', isPaid },
});

async function tell(life: Life): Promise<void> {
  for (const deed of life.deeds) await app.get(Deeds).perform(life, deed);
}

const sweep = () => byMachineTime(() => app.get(OrderEndings).expire());
const statuses = async () =>
  (await app.database.query<{ status: string }>('select status from orders order by id')).map(({ status }) => status);
const register = (username: string) =>
  call(app, '/auth/register', { body: { username, email: `${username}@elsewhere.example`, password: PASSWORD } });

describe('an order of the past', () => {
  beforeEach(async () => {
    jest.spyOn(DemonstrationHistory.prototype, 'tellOwn').mockResolvedValue();
    await app.get(DemonstrationService).seedIfEmpty();
  });

  it('is ended by the story alone, not by a sweep that comes between', async () => {
    const [endings, teller] = [app.get(OrderEndings), app.get(SandboxTeller)];
    const [cancel, pay] = [endings.cancel.bind(endings), teller.tell.bind(teller)];
    jest.spyOn(endings, 'cancel').mockImplementation(async (...order) => (await sweep(), cancel(...order)));
    jest.spyOn(teller, 'tell').mockImplementation(async (payment) => (await sweep(), pay(payment)));
    await tell(lifeOf('early_bird', order(1, false), order(2, true)));
    expect(await statuses()).toEqual(['cancelled', 'fulfilled']);
    expect(await app.database.query(`select from outbox_events where events::text like '%order.expired%'`)).toEqual([]);
  });

  it('is paid once when whoever tells it was killed before that, and a sweep came first', async () => {
    const life = lifeOf('early_bird', order(1, true));
    const killed = jest.spyOn(app.get(SandboxTeller), 'tell').mockRejectedValueOnce(new Error('killed'));
    await expect(tell(life)).rejects.toThrow('killed');
    killed.mockRestore();
    expect([await sweep(), await statuses()]).toEqual([0, ['pending']]);
    await tell(life);
    await tell(life);
    expect(await statuses()).toEqual(['fulfilled']);
  });
});

describe('a visitor with a name of the story', () => {
  beforeEach(async () => {
    jest.spyOn(DemonstrationHistory.prototype, 'tellOwn').mockResolvedValue();
    await app.get(DemonstrationService).seedIfEmpty();
  });

  it('is never taken for somebody of it', async () => {
    const visitor = (await register('early_bird')).body.user as { id: string };
    await tell(lifeOf('early_bird', { kind: 'collect', atMs: LONG_AGO + 1 }, order(1, true)));
    expect(await app.database.query('select from transactions where user_id = $1', [visitor.id])).toEqual([]);
    expect(await statuses()).toEqual([]);
  });

  it('is employed as nobody, and gives nothing', async () => {
    await register('support_anna');
    await app.get(Deeds).employ(LONG_AGO);
    const gift = { amount: 100, reason: 'A purchase did not arrive.', ticket: 'SUP-1' };
    await tell(
      lifeOf(
        'early_bird',
        { kind: 'gift', atMs: LONG_AGO + 1, by: 'support', ...gift },
        { kind: 'gift', atMs: LONG_AGO + 2, by: 'finance', ...gift },
      ),
    );
    const staff = await app.database.query<{ username: string }>(
      `select username from users where role in ('support', 'finance')`,
    );
    expect(staff).toEqual([{ username: 'finance_oleg' }]);
    const givers = await app.database.query(`
      select u.username from transactions t join users u on u.id = t.actor_id where t.kind = 'grant'`);
    expect(givers).toEqual([{ username: 'finance_oleg' }]);
  });

  it('keeps an address that the story would give somebody', async () => {
    await call(app, '/auth/register', {
      body: { username: 'someone', email: 'early_bird@example.com', password: PASSWORD },
    });
    await tell(lifeOf('early_bird', order(1, true)));
    expect(await statuses()).toEqual([]);
  });
});

it('pays no pocket money to somebody who was called player before there was a demonstration', async () => {
  await register('player');
  expect(await app.get(DemonstrationService).seedIfEmpty()).toBeNull();
  expect(await app.database.query('select from transactions')).toEqual([]);
});

describe('telling goes wrong', () => {
  const daysTold = async () => {
    const [row] = await app.database.query<{ days_told: number }>('select days_told from demonstration_history');
    return row.days_told;
  };
  const growAfter = async (fault: Error) => {
    await app.get(DemonstrationService).seedIfEmpty();
    const perform = jest.spyOn(app.get(Deeds), 'perform').mockResolvedValue().mockRejectedValueOnce(fault);
    app.get(DemonstrationHistory).grow();
    return perform;
  };

  it('by a fault of ours: it breaks off instead of running into it for ever', async () => {
    await growAfter(new TypeError('x is not a function'));
    await app.get(DemonstrationHistory).settled();
    expect(await daysTold()).toBe(0);
  });

  it('by something that passes: it goes on', async () => {
    await growAfter(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    await eventually(async () => expect(await daysTold()).toBeGreaterThan(0));
  });
});
