import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../database/new-id';
import { asOf, byMachineTime, now, nowMs, toldMs } from './clock';

const PAST = Date.parse('2026-10-01T12:00:00Z');

const msOf = (id: string) => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('the clock', () => {
  it('tells work the moment it was handed, with all that it awaits, and nobody else', async () => {
    const told = asOf(PAST, async () => {
      await pause(1);
      return [nowMs(), now().getTime(), toldMs()];
    });
    expect(toldMs()).toBeUndefined();
    expect(nowMs()).toBeGreaterThan(PAST);
    expect(await told).toEqual([PAST, PAST, PAST]);
  });

  it('gives what serves others the time of the machine', async () => {
    await asOf(PAST, async () => {
      const seen = byMachineTime(async () => {
        await pause(1);
        return [toldMs(), nowMs()];
      });
      expect(nowMs()).toBe(PAST);
      const [told, ms] = await seen;
      expect(told).toBeUndefined();
      expect(ms).toBeGreaterThan(PAST);
    });
  });

  it('makes ids of that moment, in the order in which they are made, and of now beside them', () => {
    const before = newId();
    const past = asOf(PAST, () => Array.from({ length: 1_000 }, newId));
    expect(new Set(past.map(msOf))).toEqual(new Set([PAST]));
    expect(past.toSorted()).toEqual(past);
    const after = newId();
    expect(after > before).toBe(true);
    expect(msOf(after)).toBeGreaterThanOrEqual(msOf(before));
  });
});
