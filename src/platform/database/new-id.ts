import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import { toldMs } from '../clock/clock';

const ID_BYTES = 16;
const MAX_SEQUENCE = 0xffff_ffff;

/** Random bytes are drawn for many ids at once: asking the system for each costs more than everything else here. */
const pool = new Uint8Array(256 * ID_BYTES);
let drawn = pool.length;

/** Where the ids that were made last stand. */
interface Sequence {
  ms: number;
  number: number;
}

/** By the machine's clock, and as of moments that work was told. */
const machine: Sequence = { ms: 0, number: 0 };
const past: Sequence = { ms: 0, number: 0 };

/** A UUID of version 7 (RFC 9562): ids of one process are in the order in which they were made. */
export function newId(): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const random = pool.subarray(drawn, (drawn += ID_BYTES));
  const told = toldMs();
  if (told === undefined) return idOf(machine, Math.max(machine.ms, Date.now()), random);
  return idOf(past, told, random);
}

function idOf(sequence: Sequence, ms: number, random: Uint8Array): string {
  if (ms !== sequence.ms) {
    sequence.ms = ms;
    sequence.number = ((random[0] << 16) | (random[1] << 8) | random[2]) >>> 0;
  } else if (++sequence.number > MAX_SEQUENCE) {
    sequence.ms += 1;
    sequence.number = 0;
  }
  return v7({ random, msecs: sequence.ms, seq: sequence.number });
}

/** Below every id that was made at this moment or later. */
export function idsFrom(ms: number): string {
  const time = Math.max(ms, 0).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** The moment that an id of version 7, or a bound of such ids, tells. */
export function momentOfId(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
