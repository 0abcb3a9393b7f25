import type { LookupAddress } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';

const PATH = '/etc/hosts';
/** How long what was read is good. */
const KEPT_MS = 5_000;

type Names = ReadonlyMap<string, LookupAddress[]>;

/** What an operator wrote down of names, before any name server is asked. */
@Injectable()
export class HostsFile {
  private names: Promise<Names> | undefined;
  private until = 0;

  /** None for a name that is not in it. @param name in lower case */
  async find(name: string): Promise<LookupAddress[]> {
    if (this.names === undefined || performance.now() >= this.until) {
      this.until = performance.now() + KEPT_MS;
      this.names = this.read().then(namesIn, () => new Map());
    }
    return (await this.names).get(name) ?? [];
  }

  protected read(): Promise<string> {
    return readFile(PATH, 'utf8');
  }
}

function namesIn(text: string): Names {
  const names = new Map<string, LookupAddress[]>();
  for (const line of text.split('\n')) {
    const [address, ...written] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    if (family === 0) continue;
    for (const name of written) {
      const key = name.toLowerCase();
      names.set(key, [...(names.get(key) ?? []), { address, family }]);
    }
  }
  return names;
}
