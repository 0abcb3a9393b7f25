import en from '../words/en';
import { changesStock, newsOf } from './news';

const items = [
  { id: 'a', name: 'Day boost', quantity: 2 },
  { id: 'b', name: 'Wizard Hat', quantity: 1 },
];

describe('what notifications say', () => {
  it('names what was bought, how many, and for how much', () => {
    const data = { type: 'purchase_success', user_id: 'u', items, transactionId: 't', currency: 'COIN', amount: 350 };
    expect(newsOf({ type: 'purchase.completed', data })).toEqual({
      key: 'purchase_completed',
      items: 'Day boost × 2, Wizard Hat',
      amount: { amount: 350, currency: 'COIN' },
      orderId: null,
      transactionId: 't',
    });
  });

  it('tells coins that staff gave from items, and a refund of part from one of all', () => {
    expect(newsOf({ type: 'grant.received', data: { currency: 'COIN', amount: 5 } }).key).toBe('grant_received_coins');
    expect(newsOf({ type: 'grant.revoked', data: { items } }).key).toBe('grant_revoked');
    const refund = { orderId: 'o', total: 199, currency: 'USD' };
    expect(newsOf({ type: 'order.refunded', data: { ...refund, isPartial: true } })).toMatchObject({
      key: 'order_refunded_partly',
      orderId: 'o',
      amount: { amount: 199, currency: 'USD' },
    });
    expect(newsOf({ type: 'order.refunded', data: { ...refund, isPartial: false } }).key).toBe('order_refunded');
  });

  it('says after which the stock on sale is read anew', () => {
    const types = ['purchase.completed', 'order.created', 'order.expired', 'item.used', 'funds.added'];
    expect(types.filter(changesStock)).toEqual(['purchase.completed', 'order.created', 'order.expired']);
  });

  it('tells what went back with an order, what is owed for it, and what came again', () => {
    const textsOf = (cause: string, moved: number, owed: number, coins: object[] = []) => {
      const potion = { id: 'p', name: 'Potion', quantity: moved, owed };
      const { key, reversal } = newsOf({
        type: 'order.reversed',
        data: { orderId: 'o', transactionId: 't', cause, items: [potion], currencies: coins },
      });
      return [key in en.news && key, reversal?.moved, reversal?.owed];
    };
    const potions = (quantity: number) => ({ name: 'Potion', quantity });
    expect(textsOf('refund', -2, 0)).toEqual(['order_reversed', [potions(2)], []]);
    expect(textsOf('refund', -2, 0, [{ currency: 'COIN', amount: -75, owed: 25 }])).toEqual([
      'order_reversed_both',
      [potions(2), { currency: 'COIN', amount: 75 }],
      [{ currency: 'COIN', amount: 25 }],
    ]);
    expect(textsOf('chargeback', 0, 3)).toEqual(['order_reversed_owing', [], [potions(3)]]);
    expect(textsOf('dispute_won', 2, 0)).toEqual(['order_reversed_again', [potions(2)], []]);
    expect(textsOf('dispute_won', 0, 0)).toEqual(['order_reversed_settled', [], []]);
  });

  it('has words for whatever comes', () => {
    expect(newsOf({ type: 'something.new', data: {} }).key).toBe('unknown');
    const types = ['purchase.completed', 'item.used', 'funds.added', 'funds.earned', 'grant.received', 'grant.revoked'];
    const moves = ['created', 'paid', 'fulfilled', 'refunded', 'charged_back', 'reversed', 'cancelled', 'expired'];
    const keys = [...types, ...moves.map((move) => `order.${move}`), 'any'].flatMap((type) => [
      newsOf({ type, data: {} }).key,
      newsOf({ type, data: { items, isPartial: true } }).key,
    ]);
    expect(keys.filter((key) => !(key in en.news))).toEqual([]);
  });
});
