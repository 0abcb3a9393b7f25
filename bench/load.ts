import { spawnSync } from 'node:child_process';
import { loadByAutocannon } from './load.autocannon';
import { loadByWrk } from './load.wrk';
import type { Load } from './traffic';

/** The machine's `wrk`, which takes little of what is measured; without it the one from npm. */
export function chooseLoad(folder: string): { name: string; load: Load } {
  const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
  if (hasWrk) return { name: 'wrk', load: loadByWrk(folder) };
  return { name: 'autocannon (no wrk here: it takes more of the CPU, so expect less)', load: loadByAutocannon };
}
