import { mayMove, ORDER_STATUSES, type OrderStatus } from './order-moves';

const nextOf = (from: OrderStatus) => ORDER_STATUSES.filter((to) => mayMove(from, to));

describe('the moves of an order', () => {
  it('are these and no others', () => {
    expect(Object.fromEntries(ORDER_STATUSES.map((from) => [from, nextOf(from)]))).toEqual({
      pending: ['paid', 'cancelled', 'expired'],
      paid: ['fulfilled', 'partially_refunded', 'refunded', 'charged_back'],
      fulfilled: ['partially_refunded', 'refunded', 'charged_back'],
      partially_refunded: ['paid', 'fulfilled', 'refunded', 'charged_back'],
      refunded: ['paid', 'fulfilled', 'partially_refunded', 'charged_back'],
      charged_back: ['paid', 'fulfilled', 'partially_refunded', 'refunded'],
      cancelled: ['paid'],
      expired: ['paid'],
    });
  });

  it('never lead back to waiting for money, nor to an end without any once money came', () => {
    const paid = ORDER_STATUSES.filter((status) => !['pending', 'cancelled', 'expired'].includes(status));
    for (const from of ORDER_STATUSES) expect([mayMove(from, 'pending'), mayMove(from, from)]).toEqual([false, false]);
    for (const from of paid) expect([mayMove(from, 'cancelled'), mayMove(from, 'expired')]).toEqual([false, false]);
  });

  it('reach every status from the beginning', () => {
    const reached = new Set<OrderStatus>(['pending']);
    for (const status of reached) nextOf(status).forEach((next) => reached.add(next));
    expect([...reached].toSorted()).toEqual(ORDER_STATUSES.toSorted());
  });
});
