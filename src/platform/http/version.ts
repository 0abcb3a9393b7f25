import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in package.json, which lies above both the sources and what is built from them. */
export const version = (JSON.parse(readFileSync(above(__dirname, 'package.json'), 'utf8')) as { version: string })
  .version;

function above(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? path : above(dirname(folder), name);
}
