import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { OneLine } from './one-line';

class Note {
  @OneLine(10, { min: 3 })
  text: unknown;

  @OneLine(4, { optional: true })
  title?: unknown;
}

const isRight = (text: unknown, title?: unknown) =>
  validateSync(Object.assign(new Note(), { text, title })).length === 0;

describe('a line of text', () => {
  it.each(['abc', 'abcdefghij', 'a b', '  abc', 'Три', 'a 👍'])('may be %j', (text) => {
    expect(isRight(text)).toBe(true);
  });

  it.each([
    ['too short', 'ab'],
    ['too short without the blanks around it', '  ab  '],
    ['blank', '     '],
    ['too long', 'abcdefghijk'],
    ['too long with the blanks around it', 'abcdefghij '],
    ['two lines', 'abc\ndef'],
    ['for a terminal', 'abc\u001b[2J'],
    ['for no database', 'abc\0'],
    ['half a character', 'abc\ud83d'],
    ['no text', 12_345],
    ['a list', ['abc']],
    ['nothing', null],
    ['absent', undefined],
  ])('may not be %s', (_, text) => {
    expect(isRight(text)).toBe(false);
  });

  it('may be absent where it is optional, and is not null even there', () => {
    expect([isRight('abc'), isRight('abc', 'name'), isRight('abc', null), isRight('abc', '')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
