/**
 * The rows of a CSV (RFC 4180), each by the names of the header, line by line as they come. For files that we wrote
 * ourselves: a quote that nobody closes would gather all the rest.
 */
export async function* csvRows(lines: AsyncIterable<string>): AsyncGenerator<Record<string, string>> {
  let header: string[] | undefined;
  for await (const record of records(lines)) {
    const cells = cellsOf(record);
    if (header === undefined) header = cells;
    else yield Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
  }
}

/** A line that ends between quotes goes on in the next one. */
async function* records(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string | undefined;
  for await (const line of lines) {
    begun = begun === undefined ? line : `${begun}\n${line}`;
    if (begun.split('"').length % 2 === 0) continue;
    yield begun;
    begun = undefined;
  }
  if (begun !== undefined) throw new Error('This is no CSV.');
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r]*))(,|\r?$)/y;

function cellsOf(record: string): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const cell = CELL.exec(record);
    if (cell === null) throw new Error('This is no CSV.');
    const [, quoted, bare, end] = cell;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end !== ',') return cells;
  }
}
