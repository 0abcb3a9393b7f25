import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { brokenChecks, everythingSealed } from './support/forgery';
import { MortalFlorin } from './support/mortal-florin';
import { type PayStation, startPayStation } from './support/pay-station';
import { makeUser, type TestUser, times } from './support/players';
import { type CallAnswer, type ProviderCall, paymeCalls, withProviders, xsollaCalls } from './support/provider-calls';
import {
  type Bought,
  checkOut,
  COINS,
  fillCart,
  type Goods,
  openGoods,
  type Outcome,
  outcomeOf,
  POTIONS,
} from './support/shopping';

const LONG = process.env.LONG === 'true';
const INTERLEAVINGS = LONG ? 2_000 : 24;

const KILLED_EVERY = LONG ? 100 : 12;
const SEED = 20261121;
const AT_ONCE = 8;
const PATIENCE_MS = LONG ? 3_600_000 : 300_000;
const SHARED = {
  JWT_SECRET: 'a secret that only tests know, and long',
  SEAL_KEY: 'another secret that only tests know',
  JWT_TTL_MIN: '600',
};

/** What is sent of one order: stage after stage, everything of a stage at once, some of it several times. */
interface Interleaving {
  provider: 'payme' | 'xsolla';
  by: 'refund code' | 'dispute';
  stages: { call: number; copies: number }[][];
}

/** Of some of the calls, so that what is accepted differs. */
const interleaving: fc.Arbitrary<Interleaving> = fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 2 }).chain((calls) => {
  const sent = fc.record({ call: fc.constantFrom(...calls), copies: fc.integer({ min: 1, max: 3 }) });
  const stage = fc.array(sent, { minLength: 1, maxLength: 3 });
  return fc.record({
    provider: fc.constantFrom('payme', 'xsolla'),
    by: fc.constantFrom('refund code', 'dispute'),
    stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
  });
});

let app: TestApp;
let payStation: PayStation;
let florin: MortalFlorin;
let goods: Goods;
let finance: TestUser;
let players: TestUser[];

beforeAll(async () => {
  payStation = await startPayStation();
  app = await startApp({ ...SHARED, ...withProviders(payStation.url), ROLE: 'api' });
  goods = await openGoods(app);
  finance = await makeUser(app, { role: 'finance' });
  players = await Promise.all(times(INTERLEAVINGS, () => makeUser(app)));
  const waiting = players.values();
  const fill = async () => {
    for (const player of waiting) await fillCart(app, player, goods);
  };
  await Promise.all(times(AT_ONCE, fill));
  await app.app.close(); // one process at a time without Redis
  const { url, ownerUrl } = app.database;
  const env = { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, DEMO: 'false' };
  florin = new MortalFlorin({ ...SHARED, ...withProviders(payStation.url), ...env });
}, PATIENCE_MS);
afterAll(async () => {
  await florin.end();
  await payStation.close();
  await app.database.drop();
});

/** What was answered of one order. */
interface Story {
  bought: Bought;
  plan: Interleaving;
  answers: { call: ProviderCall; answer: CallAnswer }[];
}

async function play(player: TestUser, plan: Interleaving, isKilling: boolean): Promise<Story> {
  const key = randomUUID();
  const bought = await florin.insist((target) => checkOut(target, player, goods, plan.provider, key));
  const calls = plan.provider === 'payme' ? paymeCalls(bought, finance) : xsollaCalls(bought, plan.by);
  const answers: Story['answers'] = [];
  const send = async (call: ProviderCall) => {
    answers.push({ call, answer: await florin.insist((target) => call.send(target)) });
  };
  for (const [at, stage] of plan.stages.entries()) {
    const sent = stage.flatMap(({ call, copies }) => times(copies, () => send(calls[call])));
    if (isKilling && at === Math.floor(plan.stages.length / 2)) sent.push(florin.kill());
    await Promise.all(sent);
  }
  await sendRefusedAgain(answers, send);
  return { bought, plan, answers };
}

/** Until nothing of it is accepted any more. */
async function sendRefusedAgain(answers: Story['answers'], send: (call: ProviderCall) => Promise<void>): Promise<void> {
  for (;;) {
    const accepted = namesOf(answers);
    const refused = new Set(answers.map(({ call }) => call).filter(({ name }) => !accepted.has(name)));
    for (const call of refused) await send(call);
    if (namesOf(answers).size === accepted.size) return;
  }
}

function namesOf(answers: Story['answers']): Set<string> {
  return new Set(answers.filter(({ answer }) => answer.isAccepted).map(({ call }) => call.name));
}

/** What must have become of an order of which this was accepted. */
function expected({ bought, answers }: Story): Outcome {
  const said = new Set(answers.filter(({ answer }) => answer.isAccepted).map(({ call }) => call.says));
  const isRefunded = ['cancelled', 'refunded', 'refunded by finance'].some((each) => said.has(each));
  const isCalledBack = said.has('charged back');
  const isPaid = said.has('paid');
  const isKept = isPaid && !isRefunded && !isCalledBack;
  const paid = isRefunded ? 'refunded' : isCalledBack ? 'charged_back' : 'fulfilled';
  return {
    status: isPaid ? paid : 'pending',
    attention: null,
    kept: isKept ? bought.total : 0,
    toReturn: 0,
    potions: [isKept ? POTIONS : 0, 0],
    hats: [isKept ? 1 : 0, 0],
    coins: [isKept ? COINS : 0, 0],
    isBlocked: isPaid && isCalledBack,
  };
}

/** What was accepted is in the inbox, as often as it was; and Payme heard the same each time. */
async function expectNothingLost({ bought, plan, answers }: Story): Promise<void> {
  const accepted = answers.filter(({ call, answer }) => answer.isAccepted && call.says !== null);
  const inbox = await app.database.query<{ kind: string; seen: number }>(
    'select kind, sum(seen)::int as seen from payment_notifications where order_id = $1 group by kind',
    [bought.id],
  );
  const kinds = [...new Set(accepted.map(({ call }) => call.kind))];
  for (const kind of kinds) {
    const told = accepted.filter(({ call }) => call.kind === kind);
    const seen = inbox.find((row) => row.kind === kind)?.seen ?? 0;
    // Of refunds of finance's, those with the same key are one.
    const isByKey = told[0].call.says === 'refunded by finance';
    expect(seen).toBeGreaterThanOrEqual(isByKey ? 1 : told.length);
    if (plan.provider === 'payme' && !isByKey) expect(new Set(told.map(({ answer }) => answer.text)).size).toBe(1);
  }
  expect(inbox.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
}

it(
  'explains every order after random interleavings with kills in between',
  async () => {
    const plans = fc.sample(interleaving, { seed: SEED, numRuns: INTERLEAVINGS });
    const stories: Story[] = [];
    const waiting = plans.entries();
    const lane = async () => {
      for (const [at, plan] of waiting) {
        stories.push(await play(players[at], plan, at % KILLED_EVERY === KILLED_EVERY / 2));
      }
    };
    await Promise.all(times(AT_ONCE, lane));

    expect(florin.counted.kills).toBe(INTERLEAVINGS / KILLED_EVERY);
    expect(florin.counted.cutOff).toBeGreaterThan(florin.counted.kills);
    expect(stories).toHaveLength(INTERLEAVINGS);
    for (const story of stories) {
      const found = { plan: story.plan, came: await outcomeOf(app, story.bought) };
      expect(found).toEqual({ plan: story.plan, came: expected(story) });
      await expectNothingLost(story);
    }
    const statuses = new Set(stories.map((story) => expected(story).status));
    expect(statuses.size).toBeGreaterThanOrEqual(LONG ? 4 : 3);
    expect(await app.database.query('select count(*)::int from orders')).toEqual([{ count: INTERLEAVINGS }]);
    expect(await brokenLaws(app.database)).toEqual({});
    await everythingSealed(app.database);
    expect(await brokenChecks(florin, finance)).toEqual({});
  },
  PATIENCE_MS,
);
