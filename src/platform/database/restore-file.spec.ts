import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type BackupHeader, commentOf, copyLine, FIRST_LINE, FORMAT } from './backup-format';
import { sealing } from './backup-seal';
import { BackupFile } from './restore-file';

/** As much as is uncompressed at a time. */
const CHUNK_BYTES = 256 * 1024;

const tables = ['first', 'second', 'third'].map((name) => ({ name, columns: ['text'] }));
const header = { format: FORMAT, florin: '1', postgres: '18', takenAt: '', migrations: [], sequences: [], tables };

describe('the file of a backup', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'florin-file-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function write(rows: readonly string[]): Promise<string> {
    const path = join(folder, 'backup');
    const sections = tables.map((table, index) => `${copyLine(table)}\n${rows[index]}\\.\n`);
    const text = `${FIRST_LINE}\n${commentOf(header satisfies BackupHeader)}\n${sections.join('')}-- {"rows":{"first":1}}\n`;
    await pipeline(Readable.from([Buffer.from(text)]), createGzip(), sealing(), createWriteStream(path));
    return path;
  }

  async function read(path: string): Promise<string[]> {
    const file = await BackupFile.open(path);
    const rows: string[] = [];
    for (const table of file.header.tables) {
      let text = '';
      for await (const chunk of file.rowsOf(table)) text += chunk.toString();
      rows.push(text);
    }
    expect(await file.end()).toEqual({ rows: { first: 1 } });
    file.close();
    return rows;
  }

  it('gives back the rows of each table, wherever its end falls among the chunks', async () => {
    const before = `${FIRST_LINE}\n${commentOf(header)}\n${copyLine(tables[0])}\n`.length;
    for (let over = -6; over <= 6; over++) {
      const rows = [`${'x'.repeat(CHUNK_BYTES - before + over)}\n`, '', 'a\tb\n\\N\n\\\\.\n'];
      expect(await read(await write(rows))).toEqual(rows);
    }
  });

  it('refuses tables in another order than its header says', async () => {
    const file = await BackupFile.open(await write(['', '', '']));
    await expect(file.rowsOf(tables[1]).next()).rejects.toThrow('does not go on with second');
    file.close();
  });
});
