import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DUPLICATES, type Load, type LoadResult, type Traffic } from './traffic';

const script = join(__dirname, 'load.lua');
const run = promisify(execFile);

/** Load by the machine's `wrk`. What to send goes to it in a file in `folder`. */
export function loadByWrk(folder: string): Load {
  const plan = join(folder, 'plan.lua');
  return async (traffic, connections, seconds) => {
    writeFileSync(plan, planOf(traffic));
    const args = [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '--timeout',
      '10s',
      '-s',
      script,
      traffic.url,
      '--',
      plan,
    ];
    const { stdout } = await run('wrk', args);
    const line = stdout.split('\n').find((each) => each.startsWith('{'));
    if (line === undefined) throw new Error(`wrk said nothing of use:\n${stdout}`);
    return JSON.parse(line) as LoadResult;
  };
}

function planOf({ method, paths, tokens, body, keyed }: Traffic): string {
  const list = (values: readonly string[]) => `{${values.map((value) => JSON.stringify(value)).join(',')}}`;
  const fields = [
    `method=${JSON.stringify(method)}`,
    `paths=${list(paths)}`,
    `tokens=${list(tokens)}`,
    `duplicates=${DUPLICATES}`,
    `seed=${randomBytes(3).readUIntBE(0, 3)}`,
    ...(body === undefined ? [] : [`body=${JSON.stringify(body)}`]),
    ...(keyed ? [`keyPrefix="${randomBytes(12).toString('hex')}"`] : []),
  ];
  return `return {${fields.join(',')}}`;
}
