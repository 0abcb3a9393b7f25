// `npm run dev`: Florin, which watches and reloads, and beside it Vite with the pages, which asks that Florin.
import { spawn } from 'node:child_process';

const children = [
  spawn(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'start', '--watch'], { stdio: 'inherit' }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'web', '--config', 'web/vite.config.mts'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, FLORIN_URL: `http://127.0.0.1:${process.env.PORT ?? 3000}` },
  }),
];

// Ctrl-C reaches all of the terminal, another signal this process alone; when one ends, so does the other.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => children.forEach((child) => child.kill('SIGTERM')));
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0;
    for (const other of children) other.kill('SIGTERM');
  });
}
