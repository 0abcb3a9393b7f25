import { createReadStream } from 'node:fs';

/** The records of a CSV after its header. */
export async function* csvRows(path: string): AsyncGenerator<string[]> {
  let rest = '';
  let header = true;
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const text: string = rest + (piece as string);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      const line = text.slice(start, end);
      if (isOpen(line)) continue; // a quoted cell goes on in the next line
      start = end + 1;
      if (header) header = false;
      else if (line !== '') yield cellsOf(line);
    }
    rest = text.slice(start);
  }
  if (rest !== '') yield cellsOf(rest);
}

function isOpen(line: string): boolean {
  if (!line.includes('"')) return false;
  return (line.split('"').length - 1) % 2 === 1;
}

function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (const [, quoted, plain] of `${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g))
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  return cells;
}
