import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { EngineFolder } from '../../../test/support/engine-folder';

const sold = (device: string) => `${device},purchase,2026-10-02T10:00:00Z,5,C,R,success`;

describe('a folder whose name is a pattern', () => {
  let folder: EngineFolder;
  beforeEach(async () => {
    folder = await EngineFolder.make();
  });
  afterEach(() => folder.remove());

  /** The inputs as they are now, in a folder of this name. */
  const copied = async (name: string) => {
    const data = join(folder.path, name);
    await mkdir(data);
    for (const file of await readdir(folder.path))
      if (file.endsWith('.csv')) await copyFile(join(folder.path, file), join(data, file));
    return data;
  };

  it('is itself, and no other', async () => {
    await folder.given({ 'purchases_raw.csv': [sold('other')] });
    for (const name of ['t4', 'tx']) await copied(name);
    await folder.given({ 'purchases_raw.csv': [sold('its_own')] });
    for (const name of ['t[4]', 't?', 't*', 'a [b*]']) {
      await folder.run({ data: await copied(name) });
      expect(await folder.text('purchases_curated.csv')).toContain('its_own');
      expect(await folder.text('purchases_curated.csv')).not.toContain('other');
    }
  });

  it('is itself for Parquet files too', async () => {
    await folder.given({ 'purchases_raw.csv': [sold('its_own')] });
    const data = await copied('t[4]');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const csv = join(folder.path, 'sessions.csv');
    await connection.run(`copy (from read_csv('${csv}', all_varchar = true)) to '${join(data, 'sessions.parquet')}'`);
    await rm(join(data, 'sessions.csv'));
    await folder.run({ data });
    expect(await folder.text('purchases_curated.csv')).toContain('its_own');
  });
});
