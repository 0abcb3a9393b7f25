import fc from 'fast-check';
import {
  cancel,
  createAgain,
  isTooLate,
  overtaken,
  perform,
  stateOf,
  type TransactionFacts,
  WAIT_MS,
} from './payme-transaction';

const MADE = 1_700_000_000_000;
const IN_TIME = MADE + WAIT_MS - 1;
const TOO_LATE = MADE + WAIT_MS;

const waiting: TransactionFacts = {
  id: '5305e3bab097f420a62ced0b',
  ownId: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10',
  orderId: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a11',
  userId: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a12',
  amount: 500,
  account: { purchase_id: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a11' },
  time: MADE,
  createTime: MADE + 3,
  performTime: null,
  cancelTime: null,
  state: 1,
  reason: null,
  fiscal: null,
};
const bill = { orderId: waiting.orderId, account: waiting.account, amount: waiting.amount };
const paid = perform(waiting, true, MADE + 10).transaction;
const timedOut = overtaken(waiting, TOO_LATE).transaction;

describe('a transaction of Payme', () => {
  it('has waited too long when exactly twelve hours have passed since it was made at Payme', () => {
    expect(isTooLate(MADE, IN_TIME)).toBe(false);
    expect(isTooLate(MADE, TOO_LATE)).toBe(true);
    expect(WAIT_MS).toBe(12 * 60 * 60 * 1_000);
  });

  it('times out with reason 4, whoever asks for what', () => {
    const gone = { state: -1, reason: 4, cancelTime: TOO_LATE };
    expect(overtaken(waiting, IN_TIME)).toEqual({ transaction: waiting, isChanged: false, refusal: null });
    for (const step of [createAgain(waiting, bill, TOO_LATE), perform(waiting, true, TOO_LATE)]) {
      expect(step).toMatchObject({ transaction: gone, isChanged: true, refusal: { code: -31008 } });
    }
    expect(cancel(waiting, 3, true, TOO_LATE)).toMatchObject({ transaction: gone, isChanged: true, refusal: null });
    expect(overtaken(paid, TOO_LATE)).toMatchObject({ isChanged: false });
  });

  it('is made again only as it was made', () => {
    expect(createAgain(waiting, bill, IN_TIME)).toEqual({ transaction: waiting, isChanged: false, refusal: null });
    expect(createAgain(waiting, { ...bill, amount: 501 }, IN_TIME).refusal).toMatchObject({ code: -31001 });
    expect(createAgain(waiting, { ...bill, orderId: waiting.userId }, IN_TIME).refusal).toMatchObject({ code: -31008 });
    for (const ended of [paid, timedOut]) {
      expect(createAgain(ended, bill, IN_TIME)).toMatchObject({ isChanged: false, refusal: { code: -31008 } });
    }
  });

  it('is performed once, and never for an order that waits no more', () => {
    expect(paid).toMatchObject({ state: 2, performTime: MADE + 10, cancelTime: null, reason: null });
    expect(perform(paid, false, TOO_LATE)).toEqual({ transaction: paid, isChanged: false, refusal: null });
    expect(perform(waiting, false, IN_TIME)).toMatchObject({ isChanged: false, refusal: { code: -31008 } });
    expect(perform(timedOut, true, TOO_LATE).refusal).toMatchObject({ code: -31008 });
  });

  it('is cancelled once, before it is performed or after', () => {
    const before = cancel(waiting, 3, true, IN_TIME).transaction;
    const after = cancel(paid, 5, true, IN_TIME).transaction;
    expect(before).toMatchObject({ state: -1, reason: 3, cancelTime: IN_TIME, performTime: null });
    expect(after).toMatchObject({ state: -2, reason: 5, cancelTime: IN_TIME, performTime: MADE + 10 });
    for (const each of [before, after, timedOut]) {
      expect(cancel(each, 1, true, TOO_LATE + 1)).toEqual({ transaction: each, isChanged: false, refusal: null });
      expect(perform(each, true, IN_TIME).refusal).toMatchObject({ code: -31008 });
    }
  });

  it('cannot be taken back where the shop gives nothing back', () => {
    expect(cancel(paid, 5, false, IN_TIME)).toMatchObject({ isChanged: false, refusal: { code: -31007 } });
    expect(cancel(waiting, 5, false, IN_TIME)).toMatchObject({ transaction: { state: -1 }, refusal: null });
  });

  it('tells 0 for times that have not come', () => {
    expect(stateOf(waiting)).toEqual({
      create_time: MADE + 3,
      perform_time: 0,
      cancel_time: 0,
      transaction: waiting.ownId,
      state: 1,
      reason: null,
    });
  });

  it('never changes again what it has told, whatever is asked in whatever order', () => {
    const question = fc.record({
      ask: fc.constantFrom('create', 'perform', 'cancel', 'look'),
      reason: fc.integer({ min: 1, max: 10 }),
      pause: fc.integer({ min: 0, max: WAIT_MS }),
      isPayable: fc.boolean(),
    });
    const next = { '1': [1, 2, -1], '2': [2, -2], '-1': [-1], '-2': [-2] };
    fc.assert(
      fc.property(fc.array(question, { maxLength: 12 }), (questions) => {
        let [transaction, now] = [waiting, MADE];
        for (const { ask, reason, pause, isPayable } of questions) {
          now += pause;
          const step = {
            create: () => createAgain(transaction, bill, now),
            perform: () => perform(transaction, isPayable, now),
            cancel: () => cancel(transaction, reason, true, now),
            look: () => overtaken(transaction, now),
          }[ask]();
          const { createTime, performTime, cancelTime, state } = step.transaction;
          expect(next[`${transaction.state}`]).toContain(state);
          expect(createTime).toBe(waiting.createTime);
          if (transaction.performTime !== null) expect(performTime).toBe(transaction.performTime);
          if (transaction.cancelTime !== null) expect(cancelTime).toBe(transaction.cancelTime);
          expect(step.isChanged).toBe(step.transaction !== transaction);
          transaction = step.transaction;
        }
      }),
    );
  });
});
