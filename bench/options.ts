import { parseArgs } from 'node:util';

export interface Options {
  rounds: number;
  seconds: number;
  /** Cases whose name does not contain this are left out. */
  only: string;
  /** For the application's own `node`: `--app-flags="--cpu-prof --cpu-prof-dir=/tmp"`. */
  appFlags: string[];
}

/** `--quick`: one short round, to see that all works. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string', default: '' },
      'app-flags': { type: 'string', default: '' },
    },
  });
  return {
    rounds: wholeNumber(values.rounds ?? (values.quick ? '1' : '3')),
    seconds: wholeNumber(values.seconds ?? (values.quick ? '2' : '4')),
    only: values.only,
    appFlags: values['app-flags'].split(' ').filter(Boolean),
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is no whole number above zero.`);
  return Number(text);
}
