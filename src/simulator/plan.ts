import type { Chaos, Mishaps } from './chaos';
import { type Fate, fateOf } from './fates';
import type { ProviderName } from './providers';
import { type Random, randomOf } from '../platform/random/random';
import { type Act, scriptOf } from './scripts';

export interface PlanOptions {
  provider: ProviderName;
  seed: number;
  players: number;
  chaos: readonly Chaos[];
}

/** Something in the basket. */
export interface PlannedGood {
  /** Modulo the number of goods on sale, which is only known when the shop was looked at. */
  pick: number;
  quantity: number;
}

/** Something that is done or told about an order, with what befalls it. */
export interface PlannedAct {
  act: Act;
  mishaps: Mishaps;
}

/** One order from the basket to its end, decided before anything begins. */
export interface PlannedOrder {
  index: number;
  player: number;
  fate: Fate;
  goods: readonly PlannedGood[];
  /** How many of the first line go back in a partial refund. */
  unitsBack: number;
  /** Chooses among ways to say the same; nothing is decided by it. */
  variant: number;
  acts: readonly PlannedAct[];
  isReordered: boolean;
  /** Its checkout is sent twice at once, with the same key. */
  isCheckedOutTwice: boolean;
  /** The line is cut before the answer to its checkout. */
  isCheckoutCut: boolean;
}

const CHANCES = { duplicate: 0.2, reorder: 0.6, delay: 0.2, forge: 0.15, amount: 0.2, 'drop-reply': 0.12 } as const;
const MAX_COPIES = 8;
const MAX_DELAY_MS = 150;

/**
 * The order with this number. It depends on the seed and on nothing that happens: a longer run begins with the same
 * orders, and another choice of chaos changes what befalls them and not what they are.
 */
export function planOrder({ provider, seed, players, chaos }: PlanOptions, index: number): PlannedOrder {
  const story = randomOf(seed, index, 0);
  const fate = fateOf(provider, story);
  const goods = basketOf(fate, story);
  const unitsBack = story.integer(1, Math.max(1, goods[0].quantity - 1));
  const variant = story.integer(0, 999_999);
  const script = scriptOf(provider, fate, story);
  const luck = randomOf(seed, index, 1);
  const shuffled = reordered(script, luck);
  const befalls = (kind: keyof typeof CHANCES) => luck.chance(CHANCES[kind]) && chaos.includes(kind);
  const isReordered = befalls('reorder') && shuffled !== script;
  return {
    index,
    player: index % players,
    fate,
    goods,
    unitsBack,
    variant,
    isReordered,
    isCheckedOutTwice: befalls('duplicate'),
    isCheckoutCut: befalls('drop-reply'),
    acts: (isReordered ? shuffled : script).map((act) => ({ act, mishaps: mishapsOf(luck, befalls) })),
  };
}

/** Of a line that goes back in part there must be several, and no other beside it: the sum alone says what goes back. */
function basketOf(fate: Fate, story: Random): PlannedGood[] {
  const pick = story.integer(0, 999);
  if (fate === 'partly_refunded') return [{ pick, quantity: story.integer(2, 4) }];
  const lines = story.chance(0.35) ? 2 : 1;
  return Array.from({ length: lines }, (_, at) => ({ pick: pick + at, quantity: story.integer(1, 3) }));
}

/** What a provider tells comes in another order; what the player does, and what is asked before, stays where it is. */
function reordered(script: readonly Act[], luck: Random): readonly Act[] {
  const told = luck.shuffle(script.filter(isTold));
  if (script.some(({ kind }) => kind === 'cancel_order')) return script;
  const shuffled = script.map((act) => (isTold(act) ? (told.shift() ?? act) : act));
  return shuffled.every((act, at) => act === script[at]) ? script : shuffled;
}

/** Xsolla asks for the player before anything is paid: after a chargeback the answer is another one. */
function isTold({ by, kind }: Act): boolean {
  return by === 'provider' && kind !== 'user_validation';
}

/** Every number is drawn whatever chaos was asked for, so that one kind changes nothing of another. */
function mishapsOf(luck: Random, befalls: (kind: keyof typeof CHANCES) => boolean): Mishaps {
  const [copies, delayMs, forgeries] = [luck.integer(2, MAX_COPIES), luck.integer(1, MAX_DELAY_MS), luck.integer(1, 3)];
  return {
    copies: befalls('duplicate') ? copies : 1,
    delayMs: befalls('delay') ? delayMs : 0,
    forgeries: befalls('forge') ? forgeries : 0,
    isMispriced: befalls('amount'),
    isCut: befalls('drop-reply'),
  };
}

/** After how many finished orders the process is killed, spread over the run. */
export function killsOf(seed: number, orders: number, kills: number): number[] {
  const luck = randomOf(seed, kills);
  const part = orders / (kills + 1);
  return Array.from({ length: kills }, (_, at) => Math.floor(part * (at + 1 + (luck.next() - 0.5) / 2)));
}
