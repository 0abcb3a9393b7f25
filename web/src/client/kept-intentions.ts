import { uniqueId } from './unique-id';

/** What was asked for and was not answered finally, with its Idempotency-Key. */
interface Kept {
  key: string;
  asks: string;
  at: number;
}

/** Whoever comes back later than this begins anew. */
const KEPT_MS = 24 * 60 * 60_000;
const PLACE = 'florin.intention.';

/** What stands in the browser's storage, so that a page that is loaded anew still asks for the same act. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keys of what this tab asked for, until the answer is final. */
export class KeptIntentions {
  constructor(
    private readonly storage: () => Storage,
    private readonly now: () => number = Date.now,
  ) {}

  /** The key of what is asked under this name: another one when something else is asked for. */
  keyOf(name: string, asks: string): string {
    const kept = this.find(name);
    if (kept?.asks === asks) return kept.key;
    const key = uniqueId();
    this.storage().setItem(PLACE + name, JSON.stringify({ key, asks, at: this.now() } satisfies Kept));
    return key;
  }

  /** What was asked and is still open. */
  asked(name: string): string | null {
    return this.find(name)?.asks ?? null;
  }

  /** The answer was final: the next time is another intention. */
  settle(name: string, key: string): void {
    if (this.find(name)?.key === key) this.storage().removeItem(PLACE + name);
  }

  private find(name: string): Kept | null {
    const text = this.storage().getItem(PLACE + name);
    if (text === null) return null;
    const kept = JSON.parse(text) as Kept;
    return this.now() - kept.at < KEPT_MS ? kept : null;
  }
}
