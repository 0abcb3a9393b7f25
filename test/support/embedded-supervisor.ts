import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';

const root = join(__dirname, '..', '..');
const platform = join(root, 'src', 'platform');
const cache = join(root, 'node_modules', '.cache', 'florin');

/** The supervisor runs in a plain Node process, which Jest's transform does not reach: it is compiled once per content. */
export function supervisorEntry(): string {
  return join(compiledEmbeddedPostgres(), 'embedded-postgres.supervisor.js');
}

/** The folder with all of `embedded-postgres*` as JavaScript. */
export function compiledEmbeddedPostgres(): string {
  const names = readdirSync(join(platform, 'database'))
    .filter((name) => /^embedded-postgres.*(?<!\.spec)\.ts$/.test(name))
    .map((name) => join('database', name))
    .concat(join('config', 'child-environment.ts'));
  const texts = names.map((name) => readFileSync(join(platform, name), 'utf8'));
  const folder = join(cache, createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16));
  if (!existsSync(folder)) compileInto(folder, names, texts);
  return join(folder, 'database');
}

function compileInto(folder: string, names: readonly string[], texts: readonly string[]): void {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  chmodSync(draft, 0o755); // a test runs it as another user
  names.forEach((name, index) => {
    const file = join(draft, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, compile(texts[index], name));
  });
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true }); // another test run was faster
  }
}

function compile(text: string, filename: string): string {
  const { code } = transformSync(text, {
    filename,
    swcrc: false,
    sourceMaps: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' }, transform: { useDefineForClassFields: false } },
  });
  return code;
}
