/** What was taken of products with limited stock: shared by all players of a batch, read under the rows' locks. */
export class Supply {
  private readonly changed = new Set<string>();

  constructor(private readonly taken: Map<string, number>) {}

  fork(): Supply {
    const fork = new Supply(new Map(this.taken));
    for (const productId of this.changed) fork.changed.add(productId);
    return fork;
  }

  /** Makes what a fork came to its own. */
  become(fork: Supply): void {
    for (const productId of fork.changed) {
      this.taken.set(productId, fork.takenOf(productId));
      this.changed.add(productId);
    }
  }

  /** Whether anything is counted of it: from the first time that it had a limited stock. */
  counts(productId: string): boolean {
    return this.taken.has(productId);
  }

  takenOf(productId: string): number {
    return this.taken.get(productId) ?? 0;
  }

  /** `quantity` may be below zero: it was given back. */
  take(productId: string, quantity: number): void {
    this.taken.set(productId, Math.max(this.takenOf(productId) + quantity, 0));
    this.changed.add(productId);
  }

  changes(): { productId: string; taken: number }[] {
    return [...this.changed].map((productId) => ({ productId, taken: this.takenOf(productId) }));
  }
}
