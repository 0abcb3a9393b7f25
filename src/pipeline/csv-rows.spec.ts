import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { csvRows } from './csv-rows';
import { linesOf } from './file-lines';

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('csvRows', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-csv-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function rowsOf(text: string): Promise<Record<string, string>[]> {
    const file = join(folder, 'rows.csv');
    await writeFile(file, text);
    const rows: Record<string, string>[] = [];
    for await (const row of csvRows(linesOf(file))) rows.push(row);
    return rows;
  }

  it.each([
    ['', []],
    ['a,b\n', []],
    ['a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['a,b\n1,2', [{ a: '1', b: '2' }]],
    ['a,b\r\n1,\r\n,2', [{ a: '1', b: '' }, { a: '', b: '2' }]], // prettier-ignore
    ['a\n"x,""y""\nz"\n', [{ a: 'x,"y"\nz' }]],
    ['a\nx\u2028y\n', [{ a: 'x\u2028y' }]],
  ])('reads %j', async (text, rows) => expect(await rowsOf(text)).toEqual(rows));

  it('gives back whatever was quoted', async () => {
    const cells = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cells, async (rows) => {
        const text = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
        expect(await rowsOf(text)).toEqual(rows.map(([a, b]) => ({ a: a.toWellFormed(), b })));
      }),
    );
  });

  it.each(['a\n"x"y\n', 'a\n"x\n'])('refuses what is none: %j', (text) =>
    expect(rowsOf(text)).rejects.toThrow('no CSV'),
  );
});
