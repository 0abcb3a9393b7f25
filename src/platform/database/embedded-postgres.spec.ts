import { closeSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { commandAs } from './embedded-postgres.account';
import { clusterFiles, openLog, readOrMakeSecrets, tailOf, type ClusterFiles } from './embedded-postgres.files';
import { judge, lastPort, readPidFile } from './embedded-postgres.postmaster';
import { latestSeat, standingOf, takeSeat } from './embedded-postgres.seat';

describe('the files of the embedded PostgreSQL', () => {
  let files: ClusterFiles;

  beforeEach(() => {
    files = clusterFiles(mkdtempSync(join(tmpdir(), 'florin-files-')));
    mkdirSync(files.data);
  });
  afterEach(() => rmSync(files.folder, { recursive: true }));

  it('tell a stale postmaster.pid from a living server', () => {
    expect(readPidFile(files.data)).toBeUndefined();
    writeFileSync(join(files.data, 'postmaster.pid'), `${process.pid}\n${files.data}\n1790000000\n25432\n`);
    const file = readPidFile(files.data)!;
    expect(file).toEqual({ pid: process.pid, dataFolder: files.data, startedAtSeconds: 1_790_000_000, port: 25_432 });
    expect(judge(file, files.data)).toBe('stale'); // this process lives, and is no PostgreSQL
  });

  it('remember the port of the last time', () => {
    expect(lastPort(files.data)).toBeUndefined();
    writeFileSync(join(files.data, 'postmaster.opts'), '/bin/postgres "-D" "/x" "-p" "25432" "-c" "a=b"\n');
    expect(lastPort(files.data)).toBe(25_432);
  });

  it('keep the passwords once made, and make none for a cluster that has others', () => {
    const secrets = readOrMakeSecrets(files);
    expect(readOrMakeSecrets(files)).toEqual(secrets);
    rmSync(files.secrets);
    writeFileSync(join(files.data, 'PG_VERSION'), '18\n');
    expect(() => readOrMakeSecrets(files)).toThrow('Put that file back');
  });

  it('bound their logs', () => {
    writeFileSync(files.log, `${'x'.repeat(5_000)}the end\n`);
    expect(tailOf(files.log, 20)).toMatch(/^x+the end$/);
    closeSync(openLog(files.log, 4_000));
    expect(tailOf(files.log)).toBe('(empty)');
  });

  it('give the seat of a dead supervisor to one successor only', async () => {
    const seats = await Promise.all(['a', 'b', 'c'].map((name) => takeSeat(files, 1, name.repeat(64))));
    const taken = seats.filter((seat) => seat !== undefined);
    const last = latestSeat(files)!;
    expect(taken.map((seat) => seat.number).toSorted((a, b) => a - b)).toEqual([1, 2, 3]); // port 1 never answers: each found the other dead
    expect(taken.filter((seat) => standingOf(files, seat) === 'held').map((seat) => seat.token)).toEqual([last.token]);
  });

  it('run PostgreSQL as somebody else under root, with a capability only where folders are closed', () => {
    expect(commandAs(undefined, '/bin/postgres', ['-V'])).toEqual({ file: '/bin/postgres', args: ['-V'], options: {} });
    expect(commandAs({ uid: 1, gid: 2 }, '/bin/postgres', []).options).toEqual({ uid: 1, gid: 2 });
    const { file, args } = commandAs({ uid: 1, gid: 2, capability: 'dac_read_search' }, '/bin/postgres', ['-V']);
    expect([file, ...args.slice(-2)]).toEqual(['setpriv', '/bin/postgres', '-V']);
    expect(args).toContain('--ambient-caps=-all,+dac_read_search');
  });
});
