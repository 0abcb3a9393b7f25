import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishPublishing, publish, sweep, workFolder } from './publish';

const NAMES = ['arpdau_d1.json', 'purchases_curated.csv', 'reconciliation.json'];

describe('publishing the reports', () => {
  let reports: string;

  beforeEach(() => {
    reports = mkdtempSync(join(tmpdir(), 'florin-publish-'));
  });

  afterEach(() => rmSync(reports, { recursive: true }));

  const made = (text: string, names = NAMES) => {
    const folder = join(workFolder(reports, process.pid), 'reports');
    mkdirSync(folder, { recursive: true });
    for (const name of names) writeFileSync(join(folder, name), text);
    return folder;
  };
  const shown = () =>
    Object.fromEntries(
      readdirSync(reports)
        .filter((name) => !name.startsWith('.'))
        .map((name) => [name, readFileSync(join(reports, name), 'utf8')]),
    );

  it('replaces all, and takes away what a run did not have', async () => {
    await publish(made('old', [...NAMES, 'three_way.json']), reports);
    await publish(made('new'), reports);
    expect(shown()).toEqual(Object.fromEntries(NAMES.map((name) => [name, 'new'])));
  });

  it.each([[NAMES], [[...NAMES, 'three_way.json']]])('is ended by whoever comes next (%j)', async (names) => {
    const order = ['arpdau_d1.json', 'reconciliation.json', 'purchases_curated.csv', 'three_way.json'];
    for (let moved = 0; moved <= names.length; moved += 1) {
      await publish(made('old', [...NAMES, 'three_way.json']), reports);
      renameSync(made('new', names), join(reports, '.ready'));
      if (moved > 0 && names === NAMES) rmSync(join(reports, 'three_way.json'));
      for (const name of order.slice(0, moved)) renameSync(join(reports, '.ready', name), join(reports, name));
      await finishPublishing(reports);
      expect(shown()).toEqual(Object.fromEntries(names.map((name) => [name, 'new'])));
    }
  });

  it('leaves the work of a process that runs, and sweeps that of one that was killed', async () => {
    made('mine');
    mkdirSync(workFolder(reports, 2 ** 30));
    await sweep(reports);
    expect(readdirSync(reports)).toEqual([`.work-${process.pid}`]);
  });
});
