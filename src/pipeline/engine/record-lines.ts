import { createReadStream } from 'node:fs';

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;

/**
 * The lines on which these records of a CSV begin: a quoted cell may hold line breaks, blank lines are no records, and
 * lines that were refused as a whole do not count. Read only when a message needs it.
 * @param records places after the header, from 0, in rising order
 */
export async function linesOf(
  path: string,
  records: readonly number[],
  refused: ReadonlySet<number>,
): Promise<number[]> {
  const found: number[] = [];
  let line = 1;
  let startLine = 1;
  let record = -1; // the header
  let quoted = false;
  let blank = true;
  const end = () => {
    if (!blank && !refused.has(startLine)) {
      if (record === records[found.length]) found.push(startLine);
      record += 1;
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const byte of chunk as Buffer) {
      if (byte === QUOTE) quoted = !quoted;
      if (byte === NEWLINE) line += 1;
      if (byte === NEWLINE && !quoted) {
        end();
        blank = true;
        startLine = line;
      } else if (byte !== RETURN) blank = false;
    }
    if (found.length === records.length) return found;
  }
  end();
  return found;
}
