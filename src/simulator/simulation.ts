import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { differences, positionOf } from './holdings';
import { type PlannedOrder, planOrder, type PlanOptions } from './plan';
import { Player } from './player';
import { endsPlayer } from './fates';
import type { ShownOrder } from './shopper';
import type { Place, Played, Storyteller } from './story';
import { UnpaidOrders } from './unpaid-orders';
import type { Wire } from './wire';

export interface Run extends PlanOptions {
  /** Infinity: until it is stopped. */
  orders: number;
  everyMs: number | undefined;
  /** Makes the players of this server. */
  secret: string;
}

/** An order, and what it had become when all was over. */
export interface Ending extends Played {
  status: string;
  attention: string | null;
  isExplained: boolean;
}

/** What one player held in the end, against what they must hold. */
export interface PlayerEnding {
  playerId: string;
  differences: string[];
  isInDebt: boolean;
}

/** All players side by side, each one order after the other. */
export class Simulation {
  readonly played: Played[] = [];
  private readonly places: Place[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly run: Run,
    private readonly wire: Wire,
    private readonly teller: Storyteller,
    /** After each order, with how many there were. */
    private readonly finished: (orders: number) => void,
  ) {
    // Every player waits for it, and nobody after their wait: there is no leak to warn of.
    setMaxListeners(run.players, this.stopping.signal);
  }

  /** Begins no more orders; those that were begun are played to their end. */
  stop(): void {
    this.stopping.abort();
  }

  async play(): Promise<void> {
    const startedAt = Date.now();
    const players = Math.min(this.run.players, this.run.orders);
    await Promise.all(Array.from({ length: players }, (_, player) => this.playLane(player, startedAt)));
  }

  /** What all orders have become. */
  async endings(): Promise<Ending[]> {
    const endings: Ending[] = [];
    for (const played of this.played) endings.push(await endingOf(played));
    return endings;
  }

  async playerEndings(): Promise<PlayerEnding[]> {
    const endings: PlayerEnding[] = [];
    for (const { player, expected } of this.places) {
      const { position, isInDebt } = await positionOf(player);
      endings.push({ playerId: player.id, differences: differences(expected, position), isInDebt });
    }
    return endings;
  }

  private async playLane(lane: number, startedAt: number): Promise<void> {
    let place: Place | undefined;
    for (let index = lane; index < this.run.orders; index += this.run.players) {
      await this.waitUntil(startedAt + index * (this.run.everyMs ?? 0));
      if (this.stopping.signal.aborted) return;
      const planned = planOrder(this.run, index);
      place ??= await this.enter(lane);
      const played = await this.teller.play(planned, place);
      this.played.push(played);
      this.finished(this.played.length);
      if (endsPlayer(planned.fate)) place = undefined;
    }
  }

  /** Whoever may buy in this lane: after a chargeback, where it shuts players out, somebody new. */
  private async enter(lane: number): Promise<Place> {
    const player = await Player.enter(this.wire, this.run.secret, `${this.run.seed} ${lane}`);
    const known = this.places.find((place) => place.player.id === player.id);
    if (known !== undefined) return known;
    const unpaid = new UnpaidOrders(player);
    await unpaid.clear();
    const place = { player, expected: (await positionOf(player)).position, unpaid };
    this.places.push(place);
    return place;
  }

  private async waitUntil(time: number): Promise<void> {
    const ms = time - Date.now();
    if (ms <= 0) return;
    await delay(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

async function endingOf(played: Played): Promise<Ending> {
  const { player, orderId, expectation } = played;
  if (orderId === undefined) return { ...played, status: 'no order', attention: null, isExplained: false };
  const { status, attention, expiresAt } = (await player.must('GET', `/orders/${orderId}`)) as ShownOrder;
  const problems = [...played.problems];
  const hasExpired = expectation.status === 'pending' && status === 'expired' && Date.parse(expiresAt) <= Date.now();
  if (status !== expectation.status && !hasExpired)
    problems.push(`it is ${status} and should be ${expectation.status}`);
  if (attention !== expectation.attention)
    problems.push(`finance is called because of ${attention} and should be because of ${expectation.attention}`);
  return { ...played, problems, status, attention, isExplained: problems.length === 0 };
}

/** All of a finite plan. */
export function planOf(options: PlanOptions, orders: number): PlannedOrder[] {
  return Array.from({ length: orders }, (_, index) => planOrder(options, index));
}
