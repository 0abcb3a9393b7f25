import { type FileHandle, open } from 'node:fs/promises';

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
const PIECE = 1 << 20;
const NONE = -1;

/** The lines on which the records of a file begin, asked for in rising order. */
export interface RecordLines {
  /** @param record its place after the header, from 0, among those that could be read */
  at(record: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Walks through a CSV as far as it is asked: a quoted cell may hold line breaks, blank lines are no records, and the
 * lines that were refused as a whole, in rising order, do not count.
 */
export class CsvLines implements RecordLines {
  private file?: FileHandle;
  private piece = Buffer.alloc(0);
  private place = 0;
  /** Of the byte at `place`. */
  private line = 1;
  /** Of the record that was found last. */
  private found = 0;
  private record = -2; // before the header
  private refusedBefore = 0;
  private startLine = 1;
  private quoted = false;
  /** A quote here begins a quoted cell, or goes on with one. */
  private opens = true;
  private blank = true;
  private readonly delimiter: number;

  constructor(
    private readonly path: string,
    delimiter: string,
    private readonly refused: readonly number[],
  ) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  async at(record: number): Promise<number> {
    while (!this.walk(record) && (await this.read())) continue;
    if (this.record < record) this.endRecord();
    return this.found;
  }

  async close(): Promise<void> {
    await this.file?.close();
  }

  /** As far as there are bytes. True when the record was found. */
  private walk(record: number): boolean {
    const { piece, delimiter } = this;
    let { place, quoted, opens, blank } = this;
    let quote = piece.indexOf(QUOTE, place);
    while (this.record < record && place < piece.length) {
      const begins = !quoted && opens && blank;
      if (begins && quote !== NONE && quote < place) quote = piece.indexOf(QUOTE, place);
      const end = begins ? endOfLine(piece, place, quote) : NONE;
      if (end !== NONE) {
        this.blank = end === place || (end === place + 1 && piece[place] === RETURN);
        this.line += 1;
        this.endRecord();
        place = end + 1;
        continue;
      }
      const byte = piece[place];
      place += 1;
      if (byte === NEWLINE) {
        this.line += 1;
        if (quoted) continue;
        this.blank = blank;
        this.endRecord();
        blank = true;
        opens = true;
      } else if (byte === QUOTE && (quoted || opens)) {
        opens = quoted;
        quoted = !quoted;
        blank = false;
      } else {
        opens = byte === delimiter;
        if (byte !== RETURN) blank = false;
      }
    }
    Object.assign(this, { place, quoted, opens, blank });
    return this.record >= record;
  }

  private endRecord(): void {
    if (!this.blank && this.refused[this.refusedBefore] === this.startLine) this.refusedBefore += 1;
    else if (!this.blank) {
      this.record += 1;
      this.found = this.startLine;
    }
    this.startLine = this.line;
  }

  private async read(): Promise<boolean> {
    this.file ??= await open(this.path);
    const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(PIECE), 0, PIECE);
    this.piece = buffer.subarray(0, bytesRead);
    this.place = 0;
    return bytesRead > 0;
  }
}

/** Where a line without quotes ends; `quote` is where the next one is. None when there is one, or no end. */
function endOfLine(piece: Buffer, place: number, quote: number): number {
  const last = quote === NONE ? piece.length : quote;
  for (let end = place; end < last; end += 1) if (piece[end] === NEWLINE) return end;
  return NONE;
}
