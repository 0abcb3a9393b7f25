import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
const MAX_SEQUENCE = 0xffff_ffff;

/** Random bytes are drawn for many ids at once: asking the system for each costs more than everything else here. */
const pool = new Uint8Array(256 * ID_BYTES);
let drawn = pool.length;
let lastMs = 0;
let sequence = 0;

/** A UUID of version 7 (RFC 9562): ids of one process are in the order in which they were made. */
export function newId(): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const random = pool.subarray(drawn, (drawn += ID_BYTES));
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    sequence = ((random[0] << 16) | (random[1] << 8) | random[2]) >>> 0;
  } else if (++sequence > MAX_SEQUENCE) {
    lastMs += 1;
    sequence = 0;
  }
  return v7({ random, msecs: lastMs, seq: sequence });
}

/** Below every id that was made at this moment or later. */
export function idsFrom(ms: number): string {
  const time = Math.max(ms, 0).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
