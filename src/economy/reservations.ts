/** What taking some of a product was counted in: exactly that is given back, whatever the product has become since. */
export interface Counted {
  /** Whether its stock was counted. */
  isStockCounted: boolean;
  /** The first day of the period of the player's limit, `YYYY-MM-DD`; null: there was no limit. */
  periodStart: string | null;
}

/** What one line of an unpaid order keeps. */
export interface Reservation extends Counted {
  orderLineId: string;
  productId: string;
  quantity: number;
}

/** What is kept for one player's unpaid orders. Each reservation ends once: what was given back is not there any more. */
export class Reservations {
  private readonly standing = new Map<string, Reservation>();
  private readonly made = new Set<string>();
  private readonly ended = new Set<string>();

  fork(): Reservations {
    const fork = new Reservations();
    for (const [id, reservation] of this.standing) fork.standing.set(id, reservation);
    for (const id of this.made) fork.made.add(id);
    for (const id of this.ended) fork.ended.add(id);
    return fork;
  }

  hold(reservation: Reservation): void {
    this.standing.set(reservation.orderLineId, reservation);
  }

  make(reservation: Reservation): void {
    this.hold(reservation);
    this.made.add(reservation.orderLineId);
  }

  /** @returns what it was; undefined where nothing is known of it */
  end(orderLineId: string): Reservation | undefined {
    const reservation = this.standing.get(orderLineId);
    this.standing.delete(orderLineId);
    this.made.delete(orderLineId);
    this.ended.add(orderLineId);
    return reservation;
  }

  changes(): { made: Reservation[]; ended: string[] } {
    return { made: [...this.made].flatMap((id) => this.standing.get(id) ?? []), ended: [...this.ended] };
  }
}
