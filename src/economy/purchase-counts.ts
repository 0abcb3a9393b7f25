/** How much of limited products one player took, by product and period. */
export class PurchaseCounts {
  private readonly counts = new Map<string, number>();
  private readonly changed = new Set<string>();

  fork(): PurchaseCounts {
    const fork = new PurchaseCounts();
    for (const [name, taken] of this.counts) fork.counts.set(name, taken);
    for (const name of this.changed) fork.changed.add(name);
    return fork;
  }

  hold(productId: string, periodStart: string, taken: number): void {
    this.counts.set(nameOf(productId, periodStart), taken);
  }

  of(productId: string, periodStart: string): number {
    return this.counts.get(nameOf(productId, periodStart)) ?? 0;
  }

  /** `quantity` may be below zero: it was given back. */
  take(productId: string, periodStart: string, quantity: number): void {
    const name = nameOf(productId, periodStart);
    this.counts.set(name, Math.max(this.of(productId, periodStart) + quantity, 0));
    this.changed.add(name);
  }

  changes(): { productId: string; periodStart: string; taken: number }[] {
    return [...this.changed].map((name) => {
      const [productId, periodStart] = name.split(' ');
      return { productId, periodStart, taken: this.counts.get(name) ?? 0 };
    });
  }
}

function nameOf(productId: string, periodStart: string): string {
  return `${productId} ${periodStart}`;
}
