import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { expectationOf } from './expectation';
import { referenceOf } from './reference';
import { writeSample } from './write-sample';

/** The reference is slow, and holds everything in memory. */
const MOST_EXPECTED = 200_000;

const USAGE = `npm run pipeline:sample -- --rows N --seed S --out DIR

Writes inputs with N purchase rows, a ledger.csv, and up to ${MOST_EXPECTED} rows an expected.json as a slow reference
computes it.
`;

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));

async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { rows: text, seed: text, out: text, help: { type: 'boolean' } } });
  const rows = Number(values.rows ?? 10_000);
  const seed = Number(values.seed ?? 1);
  if (
    values.help ||
    values.out === undefined ||
    !Number.isSafeInteger(rows) ||
    rows < 1 ||
    !Number.isSafeInteger(seed)
  ) {
    process.stderr.write(USAGE);
    return 2;
  }
  const folder = resolve(values.out);
  await writeSample(folder, rows, seed);
  process.stdout.write(`${rows} purchase rows of seed ${seed} in ${folder}\n`);
  if (rows > MOST_EXPECTED) {
    process.stdout.write(`no expected.json: the reference is for up to ${MOST_EXPECTED} rows\n`);
    return 0;
  }
  const expected = expectationOf(await referenceOf(folder, { dedupe: 'receipt', chargebacks: 'original' }));
  await writeFile(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
  process.stdout.write('expected.json says what the reports must hold\n');
  return 0;
}
