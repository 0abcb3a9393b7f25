import { InvalidRequest } from '../errors/platform.errors';
import { decodeCursor, encodeCursor } from './page';

const id = '0199c000-0000-7000-8000-000000000001';
const shape = ['time', 'uuid', 'integer', 'text'] as const;
const values = ['2026-11-21T03:22:10.639123Z', id, 42, 'любой "текст"'];
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('A cursor', () => {
  it('gives back what was put in', () => {
    const [time, uuid, integer, text] = decodeCursor(encodeCursor(values), shape);
    expect([time, uuid, integer, text]).toEqual(values);
  });

  it.each([
    ['nothing', ''],
    ['not base64url', '!!!'],
    ['not JSON', Buffer.from('abc').toString('base64url')],
    ['not a list', encode({ 0: values[0] })],
    ['too few values', encode(values.slice(1))],
    ['too many values', encode([...values, 1])],
    ['padding', `${encode(values)}=`],
    ['white space in the JSON', Buffer.from(` ${JSON.stringify(values)}`).toString('base64url')],
    ['a time that is none', encode(['2026-13-41T99:22:10.639Z', ...values.slice(1)])],
    ['a uuid that is none', encode([values[0], `${id}' or 1=1`, ...values.slice(2)])],
    ['a number that is none', encode([values[0], id, 1.5, 'x'])],
    ['a text that cannot be stored', encode([values[0], id, 1, 'a\0b'])],
    ['half a character', encode([values[0], id, 1, '\ud800'])],
  ])('is refused when it holds %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, shape)).toThrow(InvalidRequest);
  });
});
