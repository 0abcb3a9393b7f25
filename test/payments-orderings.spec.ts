import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { brokenChecks, everythingSealed } from './support/forgery';
import { type PayStation, startPayStation } from './support/pay-station';
import { BOOST, buy, call, makeUser, openShop, type TestUser } from './support/players';
import { type ProviderCall, paymeCalls, withProviders, xsollaCalls } from './support/provider-calls';
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
  type Provider,
} from './support/shopping';

/** All of the 720 orders, each with a player who waits and with one who does not; or some, one of both each. */
const LONG = process.env.LONG === 'true';
const STRIDE = 71;
const AT_ONCE = 8;
const PATIENCE_MS = LONG ? 3_600_000 : 300_000;
const BOOST_COINS = 100;

let app: TestApp;
let payStation: PayStation;
let finance: TestUser;
let goods: Goods;

beforeAll(async () => {
  payStation = await startPayStation();
  app = await startApp({ ...withProviders(payStation.url), JWT_TTL_MIN: '600' });
  await openShop(app);
  goods = await openGoods(app);
  finance = await makeUser(app, { role: 'finance' });
});
afterAll(async () => {
  await app.close();
  await payStation.close();
});

/** What a player made of what was given, before it could be taken back. */
interface Spent {
  potions: number;
  coins: number;
}

/** What an order came to with a set of things that had been accepted of it, and how it got there. */
interface Seen {
  accepted: string;
  came: string;
  path: string;
}

/** An eager player uses and spends what there is at once; a refund then finds less than was given. */
async function spend({ user, goods: { potionId } }: Bought, outcome: Outcome, spent: Spent): Promise<void> {
  if (outcome.potions[0] > 0) {
    const { status } = await call(app, `/products/${potionId}/use`, { body: {}, token: user.token });
    if (status === 201) spent.potions += 1;
  }
  if (outcome.coins[0] >= BOOST_COINS) {
    if ((await buy(app, user, BOOST.id)).status === 201) spent.coins += BOOST_COINS;
  }
}

/** All that must not depend on the order of what was told: of somebody who spends, what would be left without that. */
function comparable(outcome: Outcome, total: number, spent: Spent, isEager: boolean): string {
  const { potions, hats, coins, kept, toReturn } = outcome;
  const net = {
    potions: potions[0] + spent.potions - potions[1],
    hats: hats[0] - hats[1],
    coins: coins[0] + spent.coins - coins[1],
  };
  const isGiven = net.hats === 1;
  expect(net).toEqual(isGiven ? { potions: POTIONS, hats: 1, coins: COINS } : { potions: 0, hats: 0, coins: 0 });
  expect([kept, toReturn]).toEqual([isGiven ? total : 0, 0]);
  return JSON.stringify(isEager ? { ...outcome, potions: net.potions, hats: net.hats, coins: net.coins } : outcome);
}

/** Tells all of it in this order, then what was refused once more until nothing of that is accepted any more. */
async function tellAll(bought: Bought, calls: readonly ProviderCall[], isEager: boolean): Promise<Seen[]> {
  const [seen, spent, accepted]: [Seen[], Spent, Set<string>] = [[], { potions: 0, coins: 0 }, new Set()];
  const path: string[] = [];
  let waiting = [...calls];
  for (let hasChanged = true; hasChanged && waiting.length > 0;) {
    const refused: ProviderCall[] = [];
    for (const each of waiting) {
      const { isAccepted } = await each.send(app);
      path.push(isAccepted ? each.name : `(${each.name})`);
      if (!isAccepted) refused.push(each);
      else if (each.says !== null) accepted.add(each.says);
      const outcome = await outcomeOf(app, bought);
      const came = comparable(outcome, bought.total, spent, isEager);
      seen.push({ accepted: [...accepted].toSorted().join(' + '), came, path: path.join(', ') });
      if (isEager) await spend(bought, outcome, spent);
    }
    hasChanged = refused.length < waiting.length;
    waiting = refused;
  }
  return seen;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

const ORDERS = permutations([0, 1, 2, 3, 4, 5]);

/** @returns what came of each set of accepted things, with the ways that led there */
async function everyOrder(provider: Provider, callsFor: (bought: Bought) => ProviderCall[], isEager: boolean) {
  const outcomes = new Map<string, Map<string, string>>();
  const finals = new Set<string>();
  const orders = ORDERS.filter((_, at) => (LONG ? true : at % STRIDE === (isEager ? 11 : 0)));
  const runs = orders.values();
  const lane = async () => {
    for (const order of runs) {
      const user = await makeUser(app);
      await fillCart(app, user, goods);
      const bought = await checkOut(app, user, goods, provider);
      const calls = callsFor(bought);
      const seen = await tellAll(
        bought,
        order.map((at) => calls[at]),
        isEager,
      );
      for (const { accepted, came, path } of seen) {
        const ways = outcomes.get(accepted) ?? new Map<string, string>();
        outcomes.set(accepted, ways.set(came, ways.get(came) ?? path));
      }
      finals.add(seen.at(-1)!.accepted);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { outcomes, finals, count: orders.length };
}

describe.each<[string, Provider, (bought: Bought) => ProviderCall[], string[]]>([
  [
    'Payme',
    'payme',
    (bought) => paymeCalls(bought, finance),
    ['cancelled + created', 'cancelled + created + paid', 'cancelled + created + paid + refunded by finance'],
  ],
  [
    'Xsolla, by the code of a refund',
    'xsolla',
    (bought) => xsollaCalls(bought),
    ['cancelled + charged back + paid + refunded'],
  ],
  [
    'Xsolla, by a dispute',
    'xsolla',
    (bought) => xsollaCalls(bought, 'dispute'),
    ['cancelled + charged back + paid + refunded'],
  ],
])('every order of what %s tells', (_, provider, callsFor, ends) => {
  it.each([
    ['waits', false],
    ['spends at once', true],
  ])(
    'leaves the same to a player who %s, and us no money',
    async (_who, isEager) => {
      const { outcomes, finals, count } = await everyOrder(provider, callsFor, isEager);
      expect(count).toBeGreaterThanOrEqual(LONG ? 720 : 10);
      const contradictions = [...outcomes].filter(([, ways]) => ways.size > 1);
      expect(contradictions).toEqual([]);
      for (const end of finals) {
        expect(ends).toContain(end);
        const [came] = outcomes.get(end)!.keys();
        expect(JSON.parse(came)).toMatchObject({ kept: 0, toReturn: 0, attention: null });
      }
      await everythingSealed(app.database);
      expect(await brokenLaws(app.database)).toEqual({});
      expect(await brokenChecks(app, finance)).toEqual({});
    },
    PATIENCE_MS,
  );
});
