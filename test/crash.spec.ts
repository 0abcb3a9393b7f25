import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { type FlorinProcess, startFlorin } from './support/florin-process';
import { brokenChecks, everythingSealed } from './support/forgery';
import { type Answer, BOOST, buy, makeUser, openShop, type Receipt, type TestUser, times } from './support/players';

const JWT_SECRET = 'a secret that only tests know, and long';
const SEAL_KEY = 'another secret that only tests know';
const ROUNDS = process.env.LONG === 'true' ? 10 : 1;
const BUYERS = 32;

let app: TestApp;
let players: TestUser[];
let finance: TestUser;

beforeAll(async () => {
  app = await startApp({ JWT_SECRET, SEAL_KEY, ROLE: 'api' });
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
  players = await Promise.all(times(8, () => makeUser(app, { coins: 1_000_000 })));
  await app.app.close(); // one process at a time without Redis
});
afterAll(() => app.database.drop());

function run(): Promise<FlorinProcess> {
  const { url, ownerUrl } = app.database;
  return startFlorin({ DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, JWT_SECRET, SEAL_KEY, DEMO: 'false' });
}

interface Asked {
  player: TestUser;
  key: string;
  answer: Answer<Receipt> | null;
}

/** Buys without a pause until `stop`; what was under way when the process ended has no answer. */
async function buyUntil(stop: { now: boolean }, florin: FlorinProcess, buyer: number, round: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (let n = 0; !stop.now; n++) {
    const player = players[(buyer + n) % players.length];
    const key = `${round}-${buyer}-${n}`;
    const answer = await buy(florin, player, BOOST.id, { key }).catch(() => null);
    asked.push({ player, key, answer });
    if (answer === null) break;
  }
  return asked;
}

it('keeps every answered purchase and doubles none when the process is killed under load', async () => {
  let florin = await run();
  for (let round = 0; round < ROUNDS; round++) {
    const stop = { now: false };
    const buyers = times(BUYERS, (buyer) => buyUntil(stop, florin, buyer, round));
    await florinHasSold(round * 200 + 200);
    await florin.end('SIGKILL');
    stop.now = true;
    const asked = (await Promise.all(buyers)).flat();
    const answered = asked.filter(({ answer }) => answer?.status === 201);
    expect(answered.length).toBeGreaterThan(50);

    florin = await run();
    for (const { player, key, answer } of answered) {
      const again = await buy(florin, player, BOOST.id, { key });
      expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([answer?.text, 'true']);
    }
    for (const { player, key } of asked.filter(({ answer }) => answer === null)) {
      expect((await buy(florin, player, BOOST.id, { key })).status).toBe(201);
    }
    const [{ doubled }] = await app.database.query<{ doubled: string }>(
      `select count(*) as doubled from (select 1 from idempotency_keys group by user_id, key having count(*) > 1) k`,
    );
    expect(doubled).toBe('0');
    expect(await purchases()).toBe(await keys());
    expect(await brokenLaws(app.database)).toEqual({});
    await everythingSealed(app.database);
    expect(await brokenChecks(florin, finance)).toEqual({});
  }
  await florin.end('SIGTERM');
});

const count = async (sql: string) => Number((await app.database.query<{ count: string }>(sql))[0].count);
const purchases = () => count(`select count(*) from transactions where kind = 'purchase' and status = 'completed'`);
const keys = () => count('select count(*) from idempotency_keys');

/** The load is well under way. */
async function florinHasSold(atLeast: number): Promise<void> {
  while ((await purchases()) < atLeast);
}
