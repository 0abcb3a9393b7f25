import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics';

const WAL_PAGE_BYTES = 8_192;
const TIMES = 100;

/**
 * What a commit waits for at least: how long the disk beneath `folder` takes to keep a page that is written over and over
 * (fdatasync), the median in microseconds. A floor waits for it once a purchase, the application once a batch.
 */
export function medianFlushMicroseconds(folder: string): number {
  const file = join(folder, 'flush');
  const page = Buffer.alloc(WAL_PAGE_BYTES, 1);
  const descriptor = openSync(file, 'w');
  const taken: number[] = [];
  try {
    for (let time = 0; time < TIMES; time++) {
      const began = performance.now();
      writeSync(descriptor, page, 0, page.length, 0);
      fdatasyncSync(descriptor);
      taken.push((performance.now() - began) * 1_000);
    }
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
  return median(taken);
}
