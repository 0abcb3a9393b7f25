import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openCsv, scanOf } from '../src/pipeline/engine/input-file';

const INPUTS = ['purchases_raw.csv', 'confirmed_purchases.csv', 'costs_daily.csv', 'sessions.csv'];

/** The floor: every cell of the inputs is read and none is kept. */
async function main(data: string): Promise<void> {
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const name of INPUTS) {
    const file = await openCsv(join(data, name));
    const cells = file.header.map((_, index) => `count(c${index})`);
    await connection.run(`select ${cells.join(', ')} from ${scanOf(file, file.header)}`);
  }
  const cpu = process.cpuUsage(startedCpu);
  const seconds = (performance.now() - started) / 1_000;
  process.stdout.write(`${JSON.stringify({ seconds, cpu: (cpu.user + cpu.system) / 1e6 })}\n`);
}

void main(process.argv[2]);
