import { type FileHandle, open } from 'node:fs/promises';
import type { InputFile } from './input-file';
import { type TornLines, tornLinesOf } from './torn-lines';

const NEWLINE = 10;
const PIECE = 1 << 20;

/**
 * Copies a CSV with nothing on the lines whose quotes are not closed, so that all others are read, and are where they
 * were. A file without such lines is not copied.
 */
export async function mended(file: InputFile, path: string): Promise<InputFile> {
  let copy: Copy | undefined;
  try {
    for await (const lines of tornLinesOf(file.path, file.delimiter, file.header.length)) {
      copy ??= new Copy(await open(file.path), await open(path, 'w'));
      await copy.leaveOut(lines);
    }
    await copy?.copyTo(Infinity);
  } finally {
    await copy?.close();
  }
  return copy === undefined ? file : { ...file, path, torn: copy.torn };
}

class Copy {
  /** The first lines of what was left out. */
  readonly torn: number[] = [];
  private readonly piece = Buffer.allocUnsafe(PIECE);
  private place = 0;
  private line = 1;

  constructor(
    private readonly from: FileHandle,
    private readonly to: FileHandle,
  ) {}

  async leaveOut({ start, end }: TornLines): Promise<void> {
    await this.copyTo(start);
    this.torn.push(this.line);
    await this.copyTo(end, (_, lineEnds) => '\n'.repeat(lineEnds));
  }

  async copyTo(end: number, written: (piece: Buffer, lineEnds: number) => Buffer | string = (piece) => piece) {
    while (this.place < end) {
      const { bytesRead } = await this.from.read(this.piece, 0, Math.min(PIECE, end - this.place), this.place);
      if (bytesRead === 0) return;
      const piece = this.piece.subarray(0, bytesRead);
      const lineEnds = newlinesIn(piece);
      await this.to.appendFile(written(piece, lineEnds));
      this.place += bytesRead;
      this.line += lineEnds;
    }
  }

  async close(): Promise<void> {
    await this.from.close();
    await this.to.close();
  }
}

function newlinesIn(piece: Buffer): number {
  let found = 0;
  for (let place = piece.indexOf(NEWLINE); place >= 0; place = piece.indexOf(NEWLINE, place + 1)) found += 1;
  return found;
}
