import type { Act, Deed, Telling } from './scripts';

type State = 'waits' | 'performed' | 'cancelled' | 'returned';

/**
 * Payme's rules for one order, in their smallest form: what each call must be answered, and what the order is then. To
 * Payme the order of its calls matters, since a transaction that was cancelled is never performed.
 */
export class PaymeModel {
  status: 'pending' | 'cancelled' | 'fulfilled' | 'refunded' = 'pending';
  private readonly transactions = new Map<number, State>();

  /** All acts, and after them those that were refused once more, for as long as one of them helps. */
  static after(acts: readonly Act[]): PaymeModel {
    const model = new PaymeModel();
    let refused: readonly Act[] = acts;
    let before: number;
    do {
      before = refused.length;
      refused = refused.filter((act) => !model.take(act) && isSentAgain(act));
    } while (refused.length > 0 && refused.length < before);
    return model;
  }

  /** @returns whether it must be accepted */
  take(act: Act): boolean {
    return act.by === 'player' ? this.do(act) : this.hear(act);
  }

  private do({ kind }: Deed): boolean {
    const isBeingPaid = [...this.transactions.values()].includes('waits');
    if (kind === 'cancel_order' && isBeingPaid) return false;
    if (kind === 'cancel_order' && this.status === 'pending') this.status = 'cancelled';
    return true;
  }

  private hear({ kind, attempt }: Telling): boolean {
    const state = this.transactions.get(attempt);
    if (kind === 'CheckPerformTransaction') return this.isPayable();
    if (kind === 'CreateTransaction') return this.create(attempt, state);
    if (kind === 'PerformTransaction') return this.perform(attempt, state);
    if (kind === 'CancelTransaction') return this.cancel(attempt, state);
    return state !== undefined;
  }

  private isPayable(): boolean {
    const isBusy = [...this.transactions.values()].some((state) => state === 'waits' || state === 'performed');
    return this.status === 'pending' && !isBusy;
  }

  private create(attempt: number, state: State | undefined): boolean {
    if (state !== undefined) return state === 'waits';
    if (!this.isPayable()) return false;
    this.transactions.set(attempt, 'waits');
    return true;
  }

  private perform(attempt: number, state: State | undefined): boolean {
    if (state === 'performed') return true;
    if (state !== 'waits' || this.status !== 'pending') return false;
    this.transactions.set(attempt, 'performed');
    this.status = 'fulfilled';
    return true;
  }

  private cancel(attempt: number, state: State | undefined): boolean {
    if (state === undefined) return false;
    if (state === 'waits') this.transactions.set(attempt, 'cancelled');
    if (state === 'performed') {
      this.transactions.set(attempt, 'returned');
      this.status = 'refunded';
    }
    return true;
  }
}

/** Questions are answered as things stand; only what is to change something is sent again. */
export function isSentAgain({ kind }: Act): boolean {
  return kind === 'CreateTransaction' || kind === 'PerformTransaction' || kind === 'CancelTransaction';
}
