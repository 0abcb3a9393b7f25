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
  /** Where the next quote is. */
  private quote = NONE;
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
    this.quote = this.piece.indexOf(QUOTE, this.place);
    while (this.record < record && this.place < this.piece.length) {
      const begins = !this.quoted && this.opens && this.blank;
      if (!begins || !this.plainLine()) this.restOfRecord();
    }
    return this.record >= record;
  }

  /** A line without quotes, which is most of them. False when this is none. */
  private plainLine(): boolean {
    const { piece, place } = this;
    if (this.quote !== NONE && this.quote < place) this.quote = piece.indexOf(QUOTE, place);
    const last = this.quote === NONE ? piece.length : this.quote;
    let end = place;
    while (end < last && piece[end] !== NEWLINE) end += 1;
    if (end === last) return false;
    this.blank = end === place || (end === place + 1 && piece[place] === RETURN);
    this.place = end + 1;
    this.line += 1;
    this.endRecord();
    return true;
  }

  /** Byte by byte, up to the end of the record or of the piece. */
  private restOfRecord(): void {
    const { piece, delimiter } = this;
    for (let place = this.place; place < piece.length; place += 1) {
      const byte = piece[place];
      if (byte === NEWLINE) this.line += 1;
      if (byte === NEWLINE && !this.quoted) {
        this.place = place + 1;
        this.endRecord();
        return;
      }
      const isQuote = byte === QUOTE && (this.quoted || this.opens);
      this.opens = isQuote ? this.quoted : byte === delimiter;
      if (isQuote) this.quoted = !this.quoted;
      if (byte !== RETURN) this.blank = false;
    }
    this.place = piece.length;
  }

  private endRecord(): void {
    if (!this.blank && this.refused[this.refusedBefore] === this.startLine) this.refusedBefore += 1;
    else if (!this.blank) {
      this.record += 1;
      this.found = this.startLine;
    }
    this.startLine = this.line;
    this.blank = true;
    this.opens = true;
  }

  private async read(): Promise<boolean> {
    this.file ??= await open(this.path);
    const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(PIECE), 0, PIECE);
    this.piece = buffer.subarray(0, bytesRead);
    this.place = 0;
    return bytesRead > 0;
  }
}
