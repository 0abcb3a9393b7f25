import { type FileHandle, open } from 'node:fs/promises';

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PIECE = 1 << 18;
const NONE = -1;

/** The lines on which the records of a file begin, asked for in rising order. */
export interface RecordLines {
  /** Of the records so far that could not be read. */
  readonly passed: readonly number[];
  /** @param record its place after the header, from 0, among those that could be read */
  at(record: number): Promise<number>;
  /** As far as the last that could not be read. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Walks through a CSV as far as it is asked: a quoted cell may hold line breaks, blank lines are no records, and the
 * records that were refused as a whole do not count. Of these it is known where they begin, in rising order: the byte,
 * from 1, or one of the line ends before.
 */
export class CsvLines implements RecordLines {
  readonly passed: number[] = [];
  private file?: FileHandle;
  /** Where the piece begins in the file. */
  private base = 0;
  private readonly buffer = Buffer.allocUnsafeSlow(PIECE);
  /** What of it was read last. */
  private piece = Buffer.alloc(0);
  private place = 0;
  /** Where the next quote is. */
  private quote = NONE;
  /** Of the byte at `place`. */
  private line = 1;
  /** Of the record that was found last. */
  private found = 0;
  private record = -2; // before the header
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
    if (this.record < record) this.endOfFile();
    return this.found;
  }

  async rest(): Promise<void> {
    if (this.passed.length < this.refused.length) await this.at(Infinity);
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
    const end = piece.indexOf(NEWLINE, place);
    if (end === NONE || end >= last) return false;
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
      this.opens = isQuote ? this.quoted : byte === delimiter || (this.opens && byte === SPACE);
      if (isQuote) this.quoted = !this.quoted;
      if (byte !== RETURN) this.blank = false;
    }
    this.place = piece.length;
  }

  /** The last line may have no end: as if it had. */
  private endOfFile(): void {
    this.place += 1;
    this.endRecord();
  }

  private endRecord(): void {
    const isRefused = this.refused[this.passed.length] < this.base + this.place;
    if (!this.blank && isRefused) this.passed.push(this.startLine);
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
    this.base += this.piece.length;
    const { bytesRead } = await this.file.read(this.buffer, 0, PIECE);
    this.piece = this.buffer.subarray(0, bytesRead);
    this.place = 0;
    return bytesRead > 0;
  }
}
