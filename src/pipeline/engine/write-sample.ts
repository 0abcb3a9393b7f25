import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Random } from './random';
import { HEADERS, Sample, type SampleRows } from './sample';

const BUFFERED = 256 * 1024;

const FILES: Readonly<Record<keyof SampleRows, string>> = {
  purchases: 'purchases_raw.csv',
  confirmations: 'confirmed_purchases.csv',
  sessions: 'sessions.csv',
  orders: 'ledger.csv',
};

/** Writes the inputs of a run as they are made up, whatever their size. */
export async function writeSample(folder: string, rows: number, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sample = new Sample(new Random(seed), rows);
  const files = Object.entries(FILES).map(([kind, name]) => new LineFile(join(folder, name), kind as keyof SampleRows));
  for (let made = sample.next(); made !== null; made = sample.next()) {
    for (const file of files) await file.add(made[file.kind]);
  }
  const costs = new LineFile(join(folder, 'costs_daily.csv'), 'costs');
  await costs.add(sample.costs());
  for (const file of [...files, costs]) await file.end();
}

/** A file that is written in large pieces. */
class LineFile<Kind extends keyof typeof HEADERS> {
  private readonly stream: WriteStream;
  private waiting: string;

  constructor(
    path: string,
    readonly kind: Kind,
  ) {
    this.stream = createWriteStream(path);
    this.waiting = `${HEADERS[kind]}\n`;
  }

  async add(lines: readonly string[]): Promise<void> {
    for (const line of lines) this.waiting += `${line}\n`;
    if (this.waiting.length < BUFFERED) return;
    const piece = this.waiting;
    this.waiting = '';
    if (!this.stream.write(piece)) await once(this.stream, 'drain');
  }

  async end(): Promise<void> {
    this.stream.end(this.waiting);
    await finished(this.stream);
  }
}
