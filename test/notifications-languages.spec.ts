import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { BOOST, buy, call, makeUser, openShop, type TestUser } from './support/players';
import { type Frame, readySocket, type TestSocket, ticketOf } from './support/sockets';

const [RUSSIAN, ENGLISH] = ['Буст на день', 'Day boost'];

let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  player = await makeUser(app, { coins: 1_000 });
});

const inLanguage = (language: string) => ({ 'accept-language': language });
const namesOf = ({ data }: Pick<Frame, 'data'>) => (data.items as { name: string }[]).map(({ name }) => name);

async function lastOverHttp(headers = {}): Promise<Frame> {
  const { body } = await call<{ items: Frame[] }>(app, '/notifications?limit=1', { token: player.token, headers });
  return body.items[0];
}

/** The names in the first purchase that comes over a socket. */
async function heard({ told }: TestSocket): Promise<string[]> {
  const purchases = () => told().filter(({ type }) => type === 'purchase.completed');
  await eventually(() => expect(purchases()).toHaveLength(1));
  return namesOf(purchases()[0]);
}

async function listen(credential: string, languages: string) {
  return readySocket(app, player, { credential, headers: inLanguage(languages) });
}

describe('what a player is told of products', () => {
  it('names them in the language of whoever reads the list', async () => {
    await buy(app, player, BOOST.id);
    await eventually(async () => expect((await lastOverHttp()).type).toBe('purchase.completed'));
    expect(namesOf(await lastOverHttp(inLanguage('en-GB, ru;q=0.5')))).toEqual([ENGLISH]);
    expect(namesOf(await lastOverHttp(inLanguage('ru, en;q=0.5')))).toEqual([RUSSIAN]);
    expect(namesOf(await lastOverHttp(inLanguage('de')))).toEqual([RUSSIAN]);
  });

  it('names them over each socket in the language for which its ticket was asked, whatever the browser speaks', async () => {
    const english = await listen(`ticket.${await ticketOf(app, player, 'en')}`, 'ru-RU, ru');
    const russian = await listen(`ticket.${await ticketOf(app, player, 'ru')}`, 'en-US, en');
    await buy(app, player, BOOST.id);
    expect(await heard(english)).toEqual([ENGLISH]);
    expect(await heard(russian)).toEqual([RUSSIAN]);
    await Promise.all([english, russian].map(({ end }) => end()));
  });

  it('names them in what the upgrade accepts where no ticket says otherwise', async () => {
    const byToken = await listen(`bearer.${player.token}`, 'en');
    const byTicket = await listen(`ticket.${await ticketOf(app, player, '')}`, 'en');
    await buy(app, player, BOOST.id);
    expect(await heard(byToken)).toEqual([ENGLISH]);
    expect(await heard(byTicket)).toEqual([ENGLISH]);
    await Promise.all([byToken, byTicket].map(({ end }) => end()));
  });

  it('names them as they are called now, and an unknown one as it was kept, or not at all', async () => {
    const item = { id: '0199c000-0000-7000-8000-00000000ffff', quantity: 1 };
    const facts = { transactionId: 'any', items: [{ ...item, name: 'Kept' }, item, { id: BOOST.id, quantity: 1 }] };
    await app.database.query(
      `insert into notifications (user_id, id, type, at, data)
       values ($1, nextval('notifications_id_seq'), 'item.used', now() + interval '1 hour', $2)`,
      [player.id, JSON.stringify(facts)],
    );
    const admin = await makeUser(app, { role: 'admin' });
    const renamed = async (name: string) => {
      const body = { name };
      expect((await call(app, `/products/${BOOST.id}`, { method: 'PATCH', token: admin.token, body })).status).toBe(
        200,
      );
      const { items } = (await call<{ items: Frame[] }>(app, '/notifications', { token: player.token })).body;
      return items.filter(({ type }) => type === 'item.used').flatMap(namesOf);
    };
    expect(await renamed('Новый буст')).toEqual(['Kept', '', 'Новый буст']);
    expect(await renamed(RUSSIAN)).toEqual(['Kept', '', RUSSIAN]);
  });
});
