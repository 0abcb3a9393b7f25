/** A record and the line on which it begins. */
export interface ReferenceRecord {
  line: number;
  /** By the names of the header; undefined when it has another number of cells. */
  cells?: Record<string, string>;
}

/** Reads a CSV one character after the other. */
export function readCsv(text: string): ReferenceRecord[] {
  const records = [...recordsOf(text.replace(/^\uFEFF/, ''))];
  const [header, ...rows] = records;
  const names = header.cells.map((name) => name.trim().toLowerCase());
  return rows.map(({ line, cells }) =>
    cells.length === names.length
      ? { line, cells: Object.fromEntries(names.map((name, index) => [name, cells[index]])) }
      : { line },
  );
}

function* recordsOf(text: string): Generator<{ line: number; cells: string[] }> {
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c === '\n') line += 1;
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      cells.push(cell);
      cell = '';
    } else if (c === '\n') {
      cells.push(cell.replace(/\r$/, ''));
      if (cells.length > 1 || cells[0] !== '') yield { line: start, cells };
      cells = [];
      cell = '';
      line += 1;
      start = line;
    } else cell += c;
  }
  if (cell !== '' || cells.length > 0) yield { line: start, cells: [...cells, cell] };
}
