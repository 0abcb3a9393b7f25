import { type AppCommand, type Print, UsageError } from '../platform/cli/cli-command';
import { BooksService, type RunningVerification } from './books.service';
import type { CheckResult } from './check';
import type { BooksReport } from './verification';

/** How often somebody who waits at a terminal is told, and how often a log. */
const PROGRESS_MS = { terminal: 1_000, log: 10_000 };

/** Proves the books and ends with 1 when they do not balance. */
export const verify: AppCommand = {
  summary: 'proves that the books balance, beside all traffic',
  usage: ['', '--json', '--head <digest of a seal>'],
  async run(app, args, print, warn) {
    const { isJson, head } = optionsOf(args);
    const running = app.get(BooksService, { strict: false }).verify(head);
    const report = await withProgress(running, warn);
    if (isJson) print(JSON.stringify(report, null, 2));
    else show(report, print);
    const broken = report.checks.filter(({ violations }) => violations > 0).map(({ name }) => name);
    if (broken.length > 0) throw new Error(`The books do not balance: ${broken.join(', ')}.`);
  },
};

/** @throws UsageError */
function optionsOf(args: readonly string[]): { isJson: boolean; head: string | undefined } {
  const at = args.indexOf('--head');
  const head = at < 0 ? undefined : (args[at + 1] ?? '').toLowerCase();
  const others = at < 0 ? args : args.toSpliced(at, 2);
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    throw new UsageError('--head takes the digest of a seal: 64 hexadecimal digits, as a report prints it.');
  if (others.length > 1 || (others.length === 1 && others[0] !== '--json'))
    throw new UsageError('Only --json and --head may follow.');
  return { isJson: others.length === 1, head };
}

async function withProgress({ progress, report }: RunningVerification, warn: Print): Promise<BooksReport> {
  const timer = setInterval(
    () => {
      const { entriesDone, entriesTotal } = progress;
      const percent = entriesTotal === 0 ? 0 : Math.floor((100 * entriesDone) / entriesTotal);
      warn(`${figure(entriesDone)} of ${figure(entriesTotal)} entries (${percent} %)`);
    },
    PROGRESS_MS[process.stderr.isTTY ? 'terminal' : 'log'],
  );
  return report.finally(() => clearInterval(timer));
}

function show({ checks, circulation, lastSeal, players, entries, ms, at }: BooksReport, print: Print): void {
  print(`The books of ${at}: ${figure(players)} players, ${figure(entries)} entries.\n`);
  const width = Math.max(...checks.map(({ rows }) => figure(rows).length));
  for (const check of checks) {
    print(lineOf(check, width));
    if (check.first !== null)
      print(`    ${figure(check.violations)} violations, the first: ${JSON.stringify(check.first)}`);
  }
  print('');
  for (const { asset, minted, burned, circulation: held } of circulation) {
    print(`${asset}: ${minted} minted − ${burned} burned, ${held} in circulation`);
  }
  print(
    lastSeal === null
      ? 'Nothing is sealed yet.'
      : `Last seal: ${lastSeal.id} ${lastSeal.digest} (${lastSeal.sealedAt})`,
  );
  print(`${(ms / 1_000).toFixed(1)} s`);
}

function lineOf({ violations, rows, name, proves, ms }: CheckResult, width: number): string {
  return `${violations === 0 ? '✓' : '✗'} ${figure(rows).padStart(width)} rows ${`${ms}`.padStart(6)} ms  ${name}: ${proves}`;
}

function figure(value: number): string {
  return value.toLocaleString('en');
}
