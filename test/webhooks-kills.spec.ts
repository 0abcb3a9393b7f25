import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { MortalFlorin } from './support/mortal-florin';
import { buy, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { isSignedWith, WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, type ShownEndpoint, Webhooks } from './support/webhooks';

const PLAYERS = 3;
const PURCHASES = 8;
const KILLS = 4;
const SECRETS = {
  JWT_SECRET: 'a secret that only tests know, and long',
  SEAL_KEY: 'another secret that only tests know',
  WEBHOOK_KEY: 'a third secret that only tests know',
};

let database: TestDatabase;
let florin: MortalFlorin;
let folder: string;
let webhooks: Webhooks;
let receiver: WebhookReceiver;
let endpoint: ShownEndpoint;
let players: TestUser[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-webhooks-'));
  database = await createDatabase();
  receiver = await WebhookReceiver.start();
  const app = await startApp({ ...ON_THIS_MACHINE, ...SECRETS }, database);
  await openShop(app);
  players = await Promise.all(times(PLAYERS, () => makeUser(app, { coins: 1_000_000 })));
  const preparing = await Webhooks.of(app);
  endpoint = await preparing.make(receiver.url, ['purchase.completed']);
  await app.close();

  const { url, ownerUrl } = database;
  const env = { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, FLORIN_DATA: folder, LOG_LEVEL: 'warn' };
  florin = new MortalFlorin({ ...ON_THIS_MACHINE, ...SECRETS, ...env, DEMO: 'false' });
  const mortal = {
    database,
    get url() {
      return florin.url;
    },
  };
  webhooks = new Webhooks(mortal, preparing.admin);
});
afterAll(async () => {
  await florin.end();
  await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Each message once, in the order in which it first arrived. */
function toldOf({ id }: TestUser): number[] {
  const first = new Map(receiver.about(id).map((each) => [each.headers['webhook-id'], each.message.data]));
  return [...first.values()].map((data) => (data.items as { quantity: number }[])[0].quantity);
}

describe('What game servers are told', () => {
  it('arrives, each player’s in order, though whoever sends it is killed again and again', async () => {
    // Whoever is killed has just sent something: the receiver has it, and nobody has noted that.
    let kills = 0;
    let killed = Promise.resolve();
    receiver.answer = (_, response) => {
      if (kills < KILLS && receiver.received.length % 4 === 3) {
        kills += 1;
        killed = killed.then(() => florin.kill());
        return;
      }
      response.writeHead(200).end();
    };
    for (const quantity of times(PURCHASES, (index) => index + 1)) {
      await Promise.all(
        players.map((player) =>
          florin.insist((target) => buy(target, player, POTION.id, { body: { quantity }, key: `${quantity}` })),
        ),
      );
    }
    await eventually(async () => {
      await killed;
      // As if the leases of the dead had run out.
      await database.query(`update webhook_lanes set next_at = now() where next_at > now() + interval '40 seconds'`);
      await webhooks.passTime();
      for (const player of players) expect(toldOf(player)).toHaveLength(PURCHASES);
      expect(await webhooks.deliveries(endpoint.id, '?status=pending')).toEqual([]);
    });

    expect(florin.counted.kills).toBe(KILLS);
    for (const player of players) expect(toldOf(player)).toEqual(times(PURCHASES, (index) => index + 1));
    expect(receiver.received.every((each) => isSignedWith(endpoint.secret, each))).toBe(true);
    // Nobody was told of a purchase under two ids.
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(PLAYERS * PURCHASES);
  });
});
