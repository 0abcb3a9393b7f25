// Builds when a source is newer than the last build, so that `npm start` is one command and starts at once. The pages
// are built for those who serve them: `node build-if-stale.mjs web`.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILDS = {
  server: {
    stamp: 'dist/.built',
    inputs: ['src', 'migrations', 'package-lock.json', 'nest-cli.json', '.swcrc'],
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build', '--silent'],
  },
  web: {
    announcement: 'Building the pages …',
    stamp: 'web/dist/.built',
    inputs: ['web/src', 'web/public', 'web/console', 'web/index.html', 'web/vite.config.mts', 'package-lock.json'],
    command: ['node_modules/vite/bin/vite.js', 'build', 'web', '--config', 'web/vite.config.mts', '--logLevel', 'warn'],
  },
};

function changedAt(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

function builtAt(stamp) {
  return statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function buildIfStale({ stamp, inputs, command, announcement }) {
  const startedAt = new Date();
  if (Math.max(...inputs.map(changedAt)) <= builtAt(stamp)) return;
  if (announcement) process.stdout.write(`${announcement}\n`);
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

for (const name of ['server', ...process.argv.slice(2)]) buildIfStale(BUILDS[name]);
