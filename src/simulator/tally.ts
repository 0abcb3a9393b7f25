/** What was injected, or happened on the way. */
export type Counted =
  | 'copies'
  | 'reordered'
  | 'delayed'
  | 'forged'
  | 'mispriced'
  | 'cut'
  | 'killed'
  | 'sent_again'
  | 'refused_as_due'
  | 'told'
  | 'limited'
  | 'faults';

/** Counts what was done to the run, and what came of it. */
export class Tally {
  private readonly counts = new Map<Counted, number>();

  add(what: Counted, times = 1): void {
    this.counts.set(what, this.of(what) + times);
  }

  of(what: Counted): number {
    return this.counts.get(what) ?? 0;
  }
}
