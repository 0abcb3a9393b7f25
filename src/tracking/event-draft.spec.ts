import { InvalidRequest } from '../platform/errors/platform.errors';
import { eventDraftsOf } from './event-draft';

const ADA = { id: '0199c000-0000-7000-8000-00000000aaaa', role: 'player' } as const;
const toldAt = (timestampUtc: unknown) => {
  const [{ toldMs }] = eventDraftsOf({ eventType: 'x', timestampUtc }, ADA);
  return new Date(toldMs!).toISOString();
};

describe('the time that an event names', () => {
  it.each([
    ['2026-11-20T10:30:00Z', '2026-11-20T10:30:00.000Z'],
    ['2026-11-20T10:30:00', '2026-11-20T10:30:00.000Z'],
    ['2026-11-20T10:30:00.12+02:00', '2026-11-20T08:30:00.120Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    // As C# writes it, and Go.
    ['2026-11-20T10:30:00.1234567Z', '2026-11-20T10:30:00.123Z'],
    ['2026-11-20T10:30:00.9999999', '2026-11-20T10:30:00.999Z'],
    ['2026-11-20T10:30:00.123456789+02:00', '2026-11-20T08:30:00.123Z'],
  ])('may be %s', (text, moment) => {
    expect(toldAt(text)).toBe(moment);
  });

  it.each(['2026-11-20T10:30:00.1234567890Z', '2026-11-20T10:30:00.Z', '2026-02-30T10:30:00Z', '1763700000', '', null])(
    'may not be %s',
    (text) => {
      expect(() => toldAt(text)).toThrow(InvalidRequest);
    },
  );
});
