import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  type BackupEnd,
  type BackupHeader,
  type BackupTable,
  contentOf,
  copyLine,
  END_OF_ROWS,
  FIRST_LINE,
  FORMAT,
} from './backup-format';
import { checkSeal, SEAL_BYTES } from './backup-seal';

const CHUNK_BYTES = 256 * 1024;
const END = Buffer.from(`${END_OF_ROWS}\n`);
const NEXT_END = Buffer.from(`\n${END_OF_ROWS}\n`);

/** A backup that was found whole, read from its beginning to its end. */
export class BackupFile {
  readonly header: BackupHeader;
  private readonly chunks: AsyncIterator<Buffer>;
  /** What has been read and not been given out. */
  private rest: Buffer = Buffer.alloc(0);

  private constructor(private readonly source: AsyncIterable<Buffer> & { destroy(): void }) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** @throws Error when it is cut off, altered, of another format, or no backup at all */
  static async open(path: string): Promise<BackupFile> {
    await checkSeal(path);
    const { size } = await stat(path);
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    pipeline(createReadStream(path, { end: size - SEAL_BYTES - 1 }), gunzip, () => undefined); // reading it rejects
    const file = new BackupFile(gunzip);
    if ((await file.line()) !== FIRST_LINE) throw new Error(`${path} is no backup of Florin.`);
    const header = contentOf(await file.line()) as BackupHeader;
    if (header.format !== FORMAT) {
      throw new Error(`${path} was made by Florin ${header.florin} in a form that this one does not know.`);
    }
    return Object.assign(file, { header });
  }

  /** The rows of the next table, which must be this one. */
  async *rowsOf(table: BackupTable): AsyncGenerator<Buffer> {
    if ((await this.line()) !== copyLine(table)) throw new Error(`The backup does not go on with ${table.name}.`);
    while (this.rest.length < END.length) await this.read();
    if (this.rest.subarray(0, END.length).equals(END)) return this.drop(END.length);
    for (;;) {
      const end = this.rest.indexOf(NEXT_END);
      if (end !== -1) {
        yield this.rest.subarray(0, end + 1);
        return this.drop(end + NEXT_END.length);
      }
      // The end may stand across two chunks.
      const safe = Math.max(0, this.rest.length - NEXT_END.length);
      yield this.rest.subarray(0, safe);
      this.drop(safe);
      await this.read();
    }
  }

  async end(): Promise<BackupEnd> {
    return contentOf(await this.line()) as BackupEnd;
  }

  close(): void {
    this.source.destroy();
  }

  private async line(): Promise<string> {
    let end: number;
    while ((end = this.rest.indexOf('\n')) === -1) await this.read();
    const line = this.rest.toString('utf8', 0, end);
    this.drop(end + 1);
    return line;
  }

  private drop(bytes: number): void {
    this.rest = this.rest.subarray(bytes);
  }

  private async read(): Promise<void> {
    const { value, done } = await this.chunks.next();
    if (done) throw new Error('The backup ends too early.');
    this.rest = this.rest.length === 0 ? value : Buffer.concat([this.rest, value]);
  }
}
