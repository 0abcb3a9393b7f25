import { InvalidRequest } from '../errors/platform.errors';
import { expectedVersions } from './if-match';

describe('If-Match', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    [' * ', undefined],
    ['"3"', [3]],
    ['3', [3]],
    ['"1", "2" ,"4"', [1, 2, 4]],
    [', "1",,', [1]],
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    ['"abc", "0x3", "", "1234567890"', []],
    ['"a,b", "7"', [7]],
  ])('%j names %j', (header, versions) => {
    expect(expectedVersions(header)).toEqual(versions);
  });

  it.each(['', ' ', ',', '"', 'W/"', 'W/3', 'version 3', '"3" or "4"', '3, 4', '-1', '*, "1"', '"\u00001"'])(
    'refuses %j',
    (header) => {
      expect(() => expectedVersions(header)).toThrow(InvalidRequest);
    },
  );
});
