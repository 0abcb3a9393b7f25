import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { Keyv, type KeyvStoreAdapter } from 'keyv';
import { CacheService, type Shelf } from './cache.service';
import { GuardedStore } from './guarded.store';

const SHELF: Shelf = { name: 'shelf', ttlSeconds: 60 };
const NEVER_MS = 1_000_000;
const RUNS = process.env.LONG === 'true' ? 10_000 : 300;

interface Step {
  does: 'read' | 'write' | 'forget all';
  process: 0 | 1;
  player: 'a' | 'b';
}

/** How the store answers a call: by doing it, by refusing, or by refusing and doing it some time later all the same. */
type Answer = 'done' | 'refused' | 'done late';

interface Round {
  /** Taken at the same time. */
  steps: Step[];
  /** How the store behaves meanwhile, call by call, and again from the beginning. */
  answers: Answer[];
}

const steps = fc.array(
  fc.record<Step>({
    does: fc.constantFrom('read', 'read', 'read', 'write', 'write', 'forget all'),
    process: fc.constantFrom(0, 1),
    player: fc.constantFrom('a', 'a', 'a', 'b'),
  }),
  { minLength: 1, maxLength: 8 },
);

function rounds(...answers: [Answer, ...Answer[]]): fc.Arbitrary<Round[]> {
  const behaviour = fc.oneof(fc.constant<Answer[]>(['done']), fc.array(fc.constantFrom(...answers), { minLength: 1 }));
  return fc.array(fc.record({ steps, answers: behaviour }), { minLength: 1, maxLength: 5 });
}

/** Two processes over one store and one database. All that takes time does so in an order that fast-check picks. */
class World {
  /** What is committed: a version per player. */
  private readonly committed = { a: 0, b: 0 };
  /** What a reader that begins now must see at least, in each process. */
  private readonly promised = [
    { a: 0, b: 0 },
    { a: 0, b: 0 },
  ];
  private readonly kept = new Map<string, unknown>();
  private readonly processes: CacheService[];
  private calls = 0;

  private answers: readonly Answer[] = [];

  constructor(private readonly scheduler: fc.Scheduler) {
    this.processes = [0, 1].map(() => {
      const keyv = new Keyv({ store: this.store(), serialize: undefined, deserialize: undefined, throwOnErrors: true });
      return new CacheService(new GuardedStore(keyv, { callMs: NEVER_MS, pause: () => this.time('pause') }));
    });
  }

  /** What the store still has to do afterwards remains to be done. */
  async live({ steps, answers }: Round): Promise<void> {
    this.answers = answers;
    await this.scheduler.waitFor(Promise.all(steps.map((step) => this.take(step))));
  }

  async end(): Promise<void> {
    this.answers = ['done'];
    await this.scheduler.waitIdle();
  }

  private async take({ does, process, player }: Step): Promise<void> {
    const cache = this.processes[process];
    await this.time(`${does} ${player} begins in ${process}`);
    if (does === 'forget all') await cache.forgetAll(SHELF);
    if (does === 'read') {
      const least = this.promised[process][player];
      const { body } = await cache.read(SHELF, player, () => this.query(player));
      expect(Number(body)).toBeGreaterThanOrEqual(least);
    }
    if (does === 'write') {
      const version = ++this.committed[player];
      const isKnownToAll = await cache.forget(SHELF, [player]);
      for (const promised of isKnownToAll ? this.promised : [this.promised[process]]) {
        promised[player] = Math.max(promised[player], version);
      }
    }
  }

  /** The rows are those of the moment at which the statement runs; they arrive later. */
  private async query(player: Step['player']): Promise<string> {
    await this.time(`query ${player}`);
    const rows = `${this.committed[player]}`;
    await this.time(`rows of ${player}`);
    return rows;
  }

  private store(): KeyvStoreAdapter {
    const getMany = (keys: string[]) => this.call(`get ${keys[0]}`, () => keys.map((key) => this.kept.get(key)));
    const set = (key: string, value: unknown) => this.call(`set ${key}`, () => this.kept.set(key, value).has(key));
    return { opts: {}, getMany, set, get: getMany, delete: set, clear: set } as unknown as KeyvStoreAdapter;
  }

  private async call<T>(name: string, effect: () => T): Promise<T> {
    const answer = this.answers[this.calls++ % this.answers.length];
    await this.time(name);
    if (answer === 'done') return effect();
    if (answer === 'done late') void this.time(`${name}, late`).then(effect);
    throw new Error(answer);
  }

  private time(label: string): Promise<void> {
    return this.scheduler.schedule(Promise.resolve(), label);
  }
}

function property(lives: fc.Arbitrary<Round[]>) {
  return fc.asyncProperty(fc.scheduler(), lives, async (scheduler, life) => {
    const world = new World(scheduler);
    try {
      for (const round of life) await world.live(round);
    } finally {
      await world.end();
    }
  });
}

describe('readers, writers and the cron of two processes, in any order', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('never see what a finished forget has made old', () => fc.assert(property(rounds('done')), { numRuns: RUNS }));

  it('nor while the store refuses calls, or carries them out long after we gave up', () =>
    fc.assert(property(rounds('done', 'done', 'refused', 'done late')), { numRuns: RUNS }));
});
