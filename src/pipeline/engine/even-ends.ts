import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { InputFile } from './input-file';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PIECE = 1 << 20;

/**
 * Copies a CSV so that every line ends alike, for DuckDB reads nothing where they do not. A return that ends no line
 * becomes a blank; where the header ends with one, it ends the other lines too. Every line stays where it was.
 */
export async function withEvenEnds(file: InputFile, path: string): Promise<InputFile> {
  const lone = file.endsInReturns ? NEWLINE : SPACE;
  await pipeline(piecesOf(file.path), (pieces: AsyncIterable<Buffer>) => evened(pieces, lone), createWriteStream(path));
  return { ...file, path };
}

/** Whether a return stands in it that ends no line. */
export async function hasLoneReturn(path: string): Promise<boolean> {
  let held = false; // the piece before ended with one
  for await (const piece of piecesOf(path) as AsyncIterable<Buffer>) {
    if (held && piece[0] !== NEWLINE) return true;
    for (let place = piece.indexOf(RETURN); place >= 0; place = piece.indexOf(RETURN, place + 1))
      if (place + 1 < piece.length && piece[place + 1] !== NEWLINE) return true;
    held = piece.at(-1) === RETURN;
  }
  return held;
}

const piecesOf = (path: string) => createReadStream(path, { highWaterMark: PIECE });

async function* evened(pieces: AsyncIterable<Buffer>, lone: number): AsyncGenerator<Buffer> {
  let held = false; // whether a return ends the line is known one byte later
  for await (const piece of pieces) {
    const even = Buffer.allocUnsafe(piece.length + 1);
    let length = 0;
    for (const byte of piece) {
      if (held && byte !== NEWLINE) even[length++] = lone;
      held = byte === RETURN;
      if (!held) even[length++] = byte;
    }
    yield even.subarray(0, length);
  }
  if (held) yield Buffer.of(lone);
}
