import { type Hit, hitOf, hitOfNames, type LimitStorage } from './limit-storage';

interface Window {
  hits: number;
  endsAt: number;
  /** Of rules that count names. */
  names?: Set<string>;
}

/**
 * Counts calls in this process, for one process without Redis and for strict rules while Redis is away. Each rule has
 * a map of its own: windows of one length begin in the order in which they end, so the first of the map is always the
 * next to expire, and forgetting costs nothing but a look at it.
 */
export class MemoryLimitStorage implements LimitStorage {
  private readonly rules = new Map<string, Map<string, Window>>();

  constructor(
    private readonly maxWindowsPerRule = 50_000,
    private readonly now: () => number = Date.now,
    /** Fewer, for each may hold many names. */
    private readonly maxWindowsOfNames = 10_000,
  ) {}

  increment(key: string, ttl: number, limit: number, _blockDuration: number, rule: string): Promise<Hit> {
    const now = this.now();
    const window = this.windowOf(rule, key, now, ttl, this.maxWindowsPerRule);
    window.hits++;
    return Promise.resolve(hitOf(window.hits, limit, window.endsAt - now));
  }

  take(key: string, amount: number, ttl: number, limit: number, rule: string): Promise<Hit> {
    const now = this.now();
    const window = this.windowOf(rule, key, now, ttl, this.maxWindowsPerRule);
    const hits = window.hits + amount;
    if (hits <= limit) window.hits = hits;
    return Promise.resolve(hitOf(hits, limit, window.endsAt - now));
  }

  takeNames(key: string, names: readonly string[], ttl: number, limit: number, rule: string): Promise<Hit> {
    const now = this.now();
    const window = this.windowOf(rule, key, now, ttl, this.maxWindowsOfNames);
    const known = (window.names ??= new Set());
    const fresh = new Set(names.filter((name) => !known.has(name)));
    const hits = known.size + fresh.size;
    if (hits <= limit) for (const name of fresh) known.add(name);
    return Promise.resolve(hitOfNames(fresh.size, hits, limit, window.endsAt - now));
  }

  refund(key: string, rule: string): void {
    const window = this.windowsOf(rule).get(key);
    if (window !== undefined && window.hits > 0) window.hits--;
  }

  /** The one that stands, or a new one. */
  private windowOf(rule: string, key: string, now: number, ttl: number, maxWindows: number): Window {
    const windows = this.windowsOf(rule);
    const standing = windows.get(key);
    if (standing !== undefined && standing.endsAt > now) return standing;
    windows.delete(key);
    makeRoom(windows, now, maxWindows);
    const window = { hits: 0, endsAt: now + ttl };
    windows.set(key, window);
    return window;
  }

  private windowsOf(rule: string): Map<string, Window> {
    let windows = this.rules.get(rule);
    if (windows === undefined) this.rules.set(rule, (windows = new Map<string, Window>()));
    return windows;
  }
}

/** Two out for one in, so that a crowd that has left is forgotten while the next one comes. */
function makeRoom(windows: Map<string, Window>, now: number, maxWindows: number): void {
  let looked = 0;
  for (const [key, { endsAt }] of windows) {
    if (looked++ === 2 || (endsAt > now && windows.size < maxWindows)) return;
    windows.delete(key);
  }
}
