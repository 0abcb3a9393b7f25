import type { Snapshot } from '../platform/database/snapshot';

/** Players by their ids, both ends included. All slices together are every id there can be. */
export interface PlayerSlice {
  from: string;
  to: string;
  players: number;
  entries: number;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const MAX_PLAYERS = 5_000;

/** Slices of about so many entries, so that none takes long or much memory; a player with more has one alone. */
export async function* playerSlices(
  snapshot: Snapshot,
  maxEntries: number,
  first = FIRST,
): AsyncGenerator<PlayerSlice> {
  for (let from: string | undefined = first; from !== undefined;) {
    const slice = await sliceFrom(snapshot, from, maxEntries);
    yield slice;
    from = nextOf(slice);
  }
}

async function sliceFrom(snapshot: Snapshot, from: string, maxEntries: number): Promise<PlayerSlice> {
  const accounts = await snapshot.rows<{ id: string; entries: number }>(
    'select user_id as id, last_seq::float8 as entries from accounts where user_id >= $1 order by user_id limit $2',
    [from, MAX_PLAYERS],
  );
  const slice = { from, to: LAST, players: 0, entries: 0 };
  for (const { id, entries } of accounts) {
    if (slice.players > 0 && slice.entries + entries > maxEntries) return slice;
    slice.to = id;
    slice.players += 1;
    slice.entries += entries;
  }
  return accounts.length < MAX_PLAYERS ? { ...slice, to: LAST } : slice;
}

/** Where the next slice begins; undefined after the last. */
export function nextOf({ to }: PlayerSlice): string | undefined {
  return to === LAST ? undefined : idAfter(to);
}

function idAfter(id: string): string {
  const digits = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
