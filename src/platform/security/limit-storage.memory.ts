import { type Hit, hitOf, type LimitStorage } from './limit-storage';

interface Window {
  hits: number;
  endsAt: number;
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
  ) {}

  increment(key: string, ttl: number, limit: number, _blockDuration: number, rule: string): Promise<Hit> {
    const now = this.now();
    const windows = this.windowsOf(rule);
    let window = windows.get(key);
    if (window === undefined || window.endsAt <= now) {
      windows.delete(key);
      this.makeRoom(windows, now);
      window = { hits: 0, endsAt: now + ttl };
      windows.set(key, window);
    }
    window.hits++;
    return Promise.resolve(hitOf(window.hits, limit, window.endsAt - now));
  }

  refund(key: string, rule: string): void {
    const window = this.windowsOf(rule).get(key);
    if (window !== undefined && window.hits > 0) window.hits--;
  }

  private windowsOf(rule: string): Map<string, Window> {
    let windows = this.rules.get(rule);
    if (windows === undefined) this.rules.set(rule, (windows = new Map<string, Window>()));
    return windows;
  }

  /** Two out for one in, so that a crowd that has left is forgotten while the next one comes. */
  private makeRoom(windows: Map<string, Window>, now: number): void {
    let looked = 0;
    for (const [key, { endsAt }] of windows) {
      if (looked++ === 2 || (endsAt > now && windows.size < this.maxWindowsPerRule)) return;
      windows.delete(key);
    }
  }
}
