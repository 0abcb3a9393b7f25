import { type FileHandle, open } from 'node:fs/promises';

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PIECE = 4 << 20;

/** What DuckDB reads as one record at most. */
export const LONGEST_RECORD = 2_000_000;
/** How far is looked ahead of a quote, so that its record is seen whole. */
const AHEAD = LONGEST_RECORD + 200_000;
/** How far back the beginning of a line is remembered. */
const BACK = 4 << 20;

/** Bytes of a file: lines, without the end of the last. */
export interface TornLines {
  start: number;
  end: number;
}

/**
 * Finds the lines on which a cell begins with a quote that is not closed: none follows within the longest record, or
 * what follows the next one is no end of a cell, or the record then has another number of cells than the header. Only
 * these are torn, not what comes after them.
 */
export async function* tornLinesOf(path: string, delimiter: string, cells: number): AsyncGenerator<TornLines> {
  const file = await open(path);
  try {
    yield* new QuoteWalk(file, delimiter.charCodeAt(0), cells).torn();
  } finally {
    await file.close();
  }
}

interface CsvRecord {
  end: number;
  torn: boolean;
}

class QuoteWalk {
  private data = Buffer.alloc(0);
  /** Where `data` begins in the file. */
  private base = 0;
  private ended = false;

  constructor(
    private readonly file: FileHandle,
    private readonly delimiter: number,
    private readonly cells: number,
  ) {}

  async *torn(): AsyncGenerator<TornLines> {
    await this.read(0);
    let place = this.lineEnd(0); // the header was read by others
    for (;;) {
      const quote = this.data.indexOf(QUOTE, place);
      if (quote < 0 && this.ended) return;
      if (!this.ended && (quote < 0 || quote + AHEAD > this.data.length)) {
        place = Math.max(place, quote < 0 ? this.data.length : quote);
        place -= await this.read(this.lineStart(place));
      } else if (!this.begins(quote)) place = quote + 1;
      else {
        const close = this.closing(quote, this.data.length);
        if (close >= 0 && this.endsCell(close) && !this.data.subarray(quote, close).includes(NEWLINE))
          place = close + 1;
        else {
          const start = this.lineStart(quote);
          const { torn, end } = this.record(start);
          if (torn) yield { start: this.base + start, end: this.base + end };
          place = end;
        }
      }
    }
  }

  /** Forgets what is before `from`, and reads on. Returns how far everything has moved. */
  private async read(from: number): Promise<number> {
    const kept = Math.max(from, this.data.length - BACK, 0);
    const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(PIECE), 0, PIECE);
    this.data = Buffer.concat([this.data.subarray(kept), buffer.subarray(0, bytesRead)]);
    this.base += kept;
    this.ended = bytesRead === 0;
    return kept;
  }

  /** What begins here may go on in the next lines, not beyond the longest record. */
  private record(start: number): CsvRecord {
    const last = Math.max(this.lineEnd(start), start + LONGEST_RECORD);
    let place = start;
    for (let cells = 1; ; cells += 1) {
      const begin = this.pastSpaces(place);
      if (this.data[begin] === QUOTE) {
        const close = this.closing(begin, last);
        if (close < 0 || !this.endsCell(close)) return { torn: true, end: this.lineEnd(begin) };
        place = this.pastSpaces(close + 1);
      } else place = this.cellEnd(begin);
      if (this.data[place] !== this.delimiter)
        return cells === this.cells ? { torn: false, end: place } : { torn: true, end: this.lineEnd(start) };
      place += 1;
    }
  }

  /** A quote at the beginning of a cell; elsewhere it is a character like others. */
  private begins(quote: number): boolean {
    let before = quote - 1;
    while (this.data[before] === SPACE) before -= 1;
    return before < 0 || this.data[before] === this.delimiter || this.data[before] === NEWLINE;
  }

  /** The quote that ends the cell; two of them are one character of it. */
  private closing(quote: number, last: number): number {
    let place = this.data.indexOf(QUOTE, quote + 1);
    while (place >= 0 && this.data[place + 1] === QUOTE && place < last) place = this.data.indexOf(QUOTE, place + 2);
    return place < last ? place : -1;
  }

  private endsCell(close: number): boolean {
    const place = this.pastSpaces(close + 1);
    const byte = this.data[place];
    return place >= this.data.length || byte === this.delimiter || byte === NEWLINE || byte === RETURN;
  }

  private cellEnd(place: number): number {
    let end = place;
    while (end < this.data.length && this.data[end] !== this.delimiter && this.data[end] !== NEWLINE) end += 1;
    return end;
  }

  private pastSpaces(place: number): number {
    let end = place;
    while (this.data[end] === SPACE) end += 1;
    return end;
  }

  private lineStart(place: number): number {
    return place === 0 ? 0 : this.data.lastIndexOf(NEWLINE, place - 1) + 1;
  }

  private lineEnd(place: number): number {
    const end = this.data.indexOf(NEWLINE, place);
    if (end < 0) return this.data.length;
    return this.data[end - 1] === RETURN ? end - 1 : end;
  }
}
