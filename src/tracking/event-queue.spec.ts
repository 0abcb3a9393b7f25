import { EventQueue, type Parcel } from './event-queue';
import { EventsBusy } from './tracking.errors';

const LIMITS = { batch: 10, queue: 25 };
const parcel = (size: number): Parcel => ({ size });

/** Writes when it is told to. */
class Writer {
  readonly batches: number[][] = [];
  private release: (() => void)[] = [];

  readonly write = async (parcels: readonly Parcel[]): Promise<PromiseSettledResult<number>[]> => {
    this.batches.push(parcels.map(({ size }) => size));
    await new Promise<void>((resolve) => this.release.push(resolve));
    return parcels.map(({ size }) =>
      size === 7 ? { status: 'rejected', reason: new Error('bad') } : { status: 'fulfilled', value: size },
    );
  };

  async next(): Promise<void> {
    while (this.release.length === 0) await new Promise((resolve) => setImmediate(resolve));
    this.release.shift()?.();
  }
}

describe('EventQueue', () => {
  let writer: Writer;
  let queue: EventQueue<Parcel, number>;
  beforeEach(() => {
    writer = new Writer();
    queue = new EventQueue(LIMITS, writer.write);
  });

  it('writes together what waits, in order, up to the size of a batch', async () => {
    const first = queue.join(parcel(1));
    await new Promise((resolve) => setTimeout(resolve));
    const others = [3, 4, 4, 9].map((size) => queue.join(parcel(size)));
    for (let n = 0; n < 4; n++) await writer.next();
    expect(await Promise.all([first, ...others])).toEqual([1, 3, 4, 4, 9]);
    expect(writer.batches).toEqual([[1], [3, 4], [4], [9]]);
  });

  it('writes a parcel that is larger than a batch alone', async () => {
    const both = [queue.join(parcel(20)), queue.join(parcel(2))];
    await writer.next();
    await writer.next();
    expect(await Promise.all(both)).toEqual([20, 2]);
    expect(writer.batches).toEqual([[20], [2]]);
  });

  it('refuses what it has no room for, and takes it again later', async () => {
    const waiting = [10, 10, 5].map((size) => queue.join(parcel(size)));
    expect(queue.length).toBe(25);
    await expect(queue.join(parcel(1))).rejects.toBeInstanceOf(EventsBusy);
    for (let n = 0; n < 3; n++) await writer.next();
    await Promise.all(waiting);
    const again = queue.join(parcel(1));
    await writer.next();
    expect(await again).toBe(1);
  });

  it('fails those whose parcel is bad, and nobody else', async () => {
    const results = Promise.allSettled([3, 7].map((size) => queue.join(parcel(size))));
    await writer.next();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('is idle when all is written', async () => {
    const done: string[] = [];
    const joined = queue.join(parcel(1)).then(() => done.push('written'));
    const idle = queue.idle().then(() => done.push('idle'));
    await writer.next();
    await Promise.all([joined, idle]);
    expect(done).toEqual(['written', 'idle']);
    await queue.idle();
  });

  it('goes on after a batch that failed', async () => {
    let fails = true;
    const failing = new EventQueue<Parcel, number>(LIMITS, (parcels) => {
      if (fails) return Promise.reject(new Error('away'));
      return Promise.resolve(parcels.map(({ size }) => ({ status: 'fulfilled', value: size }) as const));
    });
    await expect(failing.join(parcel(1))).rejects.toThrow('away');
    fails = false;
    expect(await failing.join(parcel(2))).toBe(2);
  });
});
