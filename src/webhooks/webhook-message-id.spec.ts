import { isId } from '../platform/http/id';
import { messageIdOf } from './webhook-message-id';

const told = {
  type: 'item.used',
  userId: '0199c000-0000-7000-8000-000000000001',
  at: '2026-11-21T10:00:00.000Z',
} as const;
const later = '2026-11-21T10:00:00.001Z';

describe('The id of a message', () => {
  it('is the same whenever its event is read', () => {
    const id = messageIdOf(7_001, told);
    expect(isId(id)).toBe(true);
    expect(messageIdOf(7_001, { ...told })).toBe(id);
    expect(id[14]).toBe('8');
  });

  it('is another one for another event, also where the ids of events are given out anew', () => {
    const ids = [
      messageIdOf(7_001, told),
      messageIdOf(7_002, told),
      messageIdOf(7_001, { ...told, at: later }),
      messageIdOf(7_001, { ...told, userId: '0199c000-0000-7000-8000-000000000002' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('grows with the moment of the event', () => {
    expect(messageIdOf(1, { ...told, at: later }) > messageIdOf(2, told)).toBe(true);
  });
});
