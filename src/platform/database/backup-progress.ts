const EVERY_MS = 5_000;

/** Says how far a backup or a restore is: a line a table, and more of them for those that take long. */
export class BackupProgress {
  rows = 0;
  private table = '';
  private tableRows = 0;
  private tableBytes = 0;
  private toldAt = Date.now();

  constructor(private readonly tell: (line: string) => void) {}

  begin(table: string): void {
    Object.assign(this, { table, tableRows: 0, tableBytes: 0 });
  }

  add(rows: number, bytes: number): void {
    this.tableRows += rows;
    this.tableBytes += bytes;
    if (Date.now() - this.toldAt > EVERY_MS) this.say(' …');
  }

  /** The rows of the table. */
  end(): number {
    this.rows += this.tableRows;
    this.say('');
    return this.tableRows;
  }

  private say(more: string): void {
    this.toldAt = Date.now();
    this.tell(`${this.table}: ${this.tableRows.toLocaleString('en')} rows, ${megabytes(this.tableBytes)}${more}`);
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
