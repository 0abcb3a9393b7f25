import { NotificationWords } from './notification-words';
import type { StoredNotification } from './notifications.repository';
import type { ProductNamesQuery } from './product-names.query';

const notification = (type: string, facts: object): StoredNotification => ({
  id: 1,
  type,
  at: new Date(0),
  data: JSON.stringify(facts),
  readAt: null,
});
const items = (...ids: string[]) => ({ items: ids.map((id) => ({ id, quantity: 1 })) });

it('All names that a delivery needs are looked up at once, and said in the languages of each reader', async () => {
  const findLocalized = jest.fn((ids: readonly string[]) =>
    Promise.resolve(([language]: readonly string[]) => new Map(ids.map((id) => [id, `${id} in ${language}`]))),
  );
  const words = new NotificationWords({ findLocalized } as unknown as ProductNamesQuery);
  const [english, russian] = await words.of([
    {
      userId: 'one',
      languages: ['en'],
      notifications: [notification('purchase.completed', { ...items('boost'), amount: 5 })],
    },
    {
      userId: 'two',
      languages: ['ru'],
      notifications: [notification('item.used', items('boost', 'hat')), notification('order.paid', { total: 7 })],
    },
  ]);
  expect(findLocalized.mock.calls).toEqual([[['boost', 'hat']]]);
  expect(english.map(({ data }) => data)).toEqual([
    '{"type":"purchase_success","user_id":"one","items":[{"id":"boost","name":"boost in en","quantity":1}],"amount":5}',
  ]);
  expect(russian.map(({ data }) => JSON.parse(data) as unknown)).toEqual([
    {
      items: [
        { id: 'boost', name: 'boost in ru', quantity: 1 },
        { id: 'hat', name: 'hat in ru', quantity: 1 },
      ],
    },
    { total: 7 },
  ]);
});
