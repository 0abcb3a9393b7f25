import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CsvLines } from './record-lines';
import { readCsv } from './reference-csv';

describe('lines of records', () => {
  const folder = mkdtempSync(join(tmpdir(), 'florin-lines-'));
  const path = join(folder, 'some.csv');

  afterAll(() => rmSync(folder, { recursive: true }));

  const linesIn = async (text: string, records: readonly number[], refused: readonly number[] = []) => {
    writeFileSync(path, text);
    const lines = new CsvLines(path, ',', refused);
    const found: number[] = [];
    for (const record of records) found.push(await lines.at(record));
    await lines.close();
    return found;
  };

  it('counts lines inside of quotes, blank lines and both kinds of line ends', async () => {
    const text = 'a,b\r\n1,"x\ny"\r\n\r\n2,z\n"3 ""q"" \n",z\n4,w';
    expect(await linesIn(text, [0, 1, 2, 3])).toEqual([2, 5, 6, 8]);
  });

  it('leaves out the records that were refused, and knows their lines', async () => {
    const text = 'a,b\n1,2\n1,2,3\n"3\n",4\n\n5\n7,8\n9';
    const refused = ['1,2,3', '\n\n5\n', '9'].map((record) => text.indexOf(record) + 1);
    expect(await linesIn(text, [0, 1, 2], refused)).toEqual([2, 4, 8]);
    const lines = new CsvLines(path, ',', refused);
    await lines.at(1);
    expect(lines.passed).toEqual([3]);
    await lines.rest();
    expect(lines.passed).toEqual([3, 7, 9]);
    await lines.close();
  });

  it('takes a quote within a cell for a character', async () => {
    expect(await linesIn('a,b\n5" pipe,2\n3,4\n', [0, 1])).toEqual([2, 3]);
  });

  it('agrees with a reader that goes character by character', async () => {
    const cell = fc.constantFrom('x', '', '"a\nb"', '"a""b"', ' "c\nd"', '" "', '","', '"\r\n"');
    const line = fc.oneof(
      fc.tuple(cell, cell).map((cells) => cells.join(',')),
      fc.constant(''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
        const text = ['a,b', ...lines].join(end);
        const records = readCsv(text);
        expect(await linesIn(text, [...records.keys()])).toEqual(records.map(({ line }) => line));
      }),
    );
  });

  it('goes on from one piece of the file to the next', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) =>
      i % 7 === 0 ? `${i},"long\n${'y'.repeat(40)}"` : `${i},short`,
    );
    const text = ['a,b', ...rows].join('\n');
    const records = readCsv(text);
    const some = [...records.keys()].filter((record) => record % 997 === 0);
    expect(await linesIn(text, some)).toEqual(some.map((record) => records[record].line));
  });
});
