import { startApp, type TestApp } from './support/app';
import { CONTRADICTIONS, type Forgery, FORGERIES, genuine, type Message } from './support/forgeries';
import { WITH_SANDBOX } from './support/orders';
import { type PayStation, startPayStation } from './support/pay-station';
import { creation, paymeId } from './support/payme';
import { makeUser, times } from './support/players';
import { tellPayme, withProviders, xsollaBodies } from './support/provider-calls';
import { quiet } from './support/quiet';
import { type Bought, checkOut, fillCart, type Goods, openGoods, outcomeOf, type Provider } from './support/shopping';

/** Of each way to forge: together more than a thousand. */
const OF_EACH = 11;

let app: TestApp;
let payStation: PayStation;
let goods: Goods;
let forged = 0;

beforeAll(async () => {
  payStation = await startPayStation();
  app = await startApp({ ...withProviders(payStation.url), ...WITH_SANDBOX });
  goods = await openGoods(app);
});
afterAll(async () => {
  await app.close();
  await payStation.close();
});

async function buy(provider: Provider): Promise<Bought> {
  const user = await makeUser(app);
  await fillCart(app, user, goods);
  return checkOut(app, user, goods, provider);
}

async function send({ path, headers, body }: Message): Promise<{ isAccepted: boolean; text: string }> {
  const response = await fetch(app.url + path, { method: 'POST', headers, body });
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  const isError = path.startsWith('/payme') && 'error' in (JSON.parse(text) as object);
  return { isAccepted: response.ok && !isError, text };
}

/** What a provider sends of orders that are not paid: the first of these would pay one. Then, of some that are. */
type Contents = (unpaid: Bought, paid: Bought) => Promise<Message[]>;

const CONTENTS: Record<Provider, Contents> = {
  payme: async (unpaid) => {
    const [waiting, performed] = [await buy('payme'), await buy('payme')].map((order) => creationOf(order));
    for (const params of [waiting, performed]) await tellPayme(app, 'CreateTransaction', params);
    await tellPayme(app, 'PerformTransaction', { id: performed.id });
    const one = (method: string, params: object) => genuine('payme', { method, params, id: 1 });
    return [
      one('CreateTransaction', creationOf(unpaid)),
      one('PerformTransaction', { id: waiting.id }),
      one('CancelTransaction', { id: waiting.id, reason: 3 }),
      one('CancelTransaction', { id: performed.id, reason: 5 }),
    ];
  },
  xsolla: async (unpaid, paid) => {
    const { payment, orderPaid, orderCanceled } = xsollaBodies(unpaid);
    const later = xsollaBodies(paid);
    return [payment, orderPaid, orderCanceled, later.refund, later.chargeback, later.dispute].map((body) =>
      genuine('xsolla', body),
    );
  },
  sandbox: async (unpaid, paid) => {
    const about = ({ id, total }: Bought, type: string) => {
      const data = { orderId: id, transactionId: `${type}-${id}`, amount: total, currency: 'USD' };
      return genuine('sandbox', { type: `payment.${type}`, timestamp: '2026-11-21T10:00:00Z', data });
    };
    return [about(unpaid, 'paid'), about(unpaid, 'declined'), about(paid, 'refunded'), about(paid, 'charged_back')];
  },
};

function creationOf({ id, total, user, goods: { potionId } }: Bought) {
  return creation({ id, amount: total, user, productId: potionId, url: '' }, { id: paymeId() });
}

/** Every row of every table, but for what was refused and when the housekeeping was done. */
async function everything(): Promise<Record<string, string>> {
  const tables = await app.database.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('refused_notifications', 'cron_runs')`,
  );
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as digest from "${name}" t`,
  );
  const rows = await app.database.query<{ name: string; digest: string }>(digests.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

describe.each(['payme', 'xsolla', 'sandbox'] as const)('what is not from %s', (provider) => {
  let messages: Message[];
  let others: Message[];
  let unpaid: Bought;
  let rows: Record<string, string>;

  beforeAll(async () => {
    const [other, paid, alsoPaid] = [await buy(provider), await buy(provider), await buy(provider)];
    unpaid = await buy(provider);
    for (const order of [paid, alsoPaid]) {
      const [paying] = await CONTENTS[provider](order, order);
      expect(await send(paying)).toMatchObject({ isAccepted: true });
    }
    messages = await CONTENTS[provider](unpaid, paid);
    others = await CONTENTS[provider](other, alsoPaid);
    // It waits for this transaction, and for no other.
    if (provider === 'payme') await send(others[0]);
    await quiet(app);
    rows = await everything();
  });

  /** Some words of a message are what a forgery would put there: then it puts something else. */
  function forge(forgery: Forgery, at: number, n: number): Message {
    for (let salt = n; salt < n + 10; salt++) {
      const made = forgery(messages[at], others[at], salt);
      if (JSON.stringify(made) !== JSON.stringify(messages[at])) return made;
    }
    throw new Error('It forges nothing.');
  }

  async function changesNothing(made: readonly Message[]): Promise<void> {
    const answers = await Promise.all(made.map(send));
    forged += answers.length;
    expect(answers.filter(({ isAccepted }) => isAccepted)).toEqual([]);
    expect(await everything()).toEqual(rows);
  }

  it.each(Object.entries(FORGERIES[provider]))('%s changes no row', (_, forgery) =>
    changesNothing(times(OF_EACH, (n) => forge(forgery, n % messages.length, n))),
  );

  it.each(Object.entries(CONTRADICTIONS[provider]))('a payment %s changes no row', (_, forgery) =>
    changesNothing(times(OF_EACH, (n) => forge(forgery, 0, n))),
  );

  it('is kept apart, and what is from there is believed afterwards', async () => {
    const kept = await app.database.query('select from refused_notifications where provider = $1', [provider]);
    expect(kept.length).toBeGreaterThan(100);
    const [paying] = await CONTENTS[provider](unpaid, unpaid);
    expect(await send(paying)).toMatchObject({ isAccepted: true });
    expect(await outcomeOf(app, unpaid)).toMatchObject({ status: provider === 'payme' ? 'pending' : 'fulfilled' });
  });
});

it('was a thousand and more', () => expect(forged).toBeGreaterThanOrEqual(1_000));
