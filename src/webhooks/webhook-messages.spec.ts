import { messageOf, testMessage } from './webhook-messages';

const AT = '2026-11-21T10:00:00.000Z';

describe('What a game server is told', () => {
  it('is what the player is told, with who that is, in the form of Standard Webhooks', () => {
    const told = { userId: 'u1', type: 'item.used', at: AT, data: { transactionId: 't1' } } as const;
    expect(messageOf(told)).toEqual({
      type: 'item.used',
      userId: 'u1',
      body: `{"type":"item.used","timestamp":"${AT}","data":{"userId":"u1","transactionId":"t1"}}`,
    });
  });

  it('is about nobody when somebody tries whether it works', () => {
    expect(testMessage(new Date(AT))).toMatchObject({ type: 'webhook.test', userId: null });
  });
});
