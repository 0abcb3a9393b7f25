import type { Fate } from './fates';
import type { ProviderName } from './providers';
import type { Random } from '../platform/random/random';

/** What the player does beside buying: gives the order up, or uses up what was bought and spends its coins. */
export interface Deed {
  by: 'player';
  kind: 'cancel_order' | 'spend';
}

/**
 * What a provider asks or tells, in its own words where it has them. Payments of one order are told apart by their
 * attempt.
 */
export interface Telling {
  by: 'provider';
  kind: TellingKind;
  attempt: number;
}

export type TellingKind =
  // the sandbox and Xsolla
  | 'paid'
  | 'underpaid'
  | 'declined'
  | 'refunded'
  | 'partly_refunded'
  | 'charged_back'
  | 'dispute_won'
  // Xsolla: whether there is such a player; the payment, told by the shop that it keeps
  | 'user_validation'
  | 'order_paid'
  | 'order_canceled'
  // Payme
  | 'CheckPerformTransaction'
  | 'CreateTransaction'
  | 'PerformTransaction'
  | 'CancelTransaction'
  | 'CheckTransaction'
  | 'SetFiscalData';

export type Act = Deed | Telling;

type Script = readonly Act[];

const CANCEL: Deed = { by: 'player', kind: 'cancel_order' };
const SPEND: Deed = { by: 'player', kind: 'spend' };
const tell = (kind: TellingKind, attempt = 1): Telling => ({ by: 'provider', kind, attempt });

/** What is done and told about an order of this fate, in the order in which it happens. */
export function scriptOf(provider: ProviderName, fate: Fate, story: Random): Script {
  const spends = story.chance(0.5);
  const script = SCRIPTS[provider](fate, story);
  return script.filter((act) => act !== SPEND || spends);
}

const SCRIPTS: Readonly<Record<ProviderName, (fate: Fate, story: Random) => Script>> = {
  sandbox: (fate) => TOLD[fate],
  xsolla: (fate, story) => xsolla(fate, story),
  payme: (fate, story) => PAYME[fate]?.(story) ?? [],
};

const TOLD: Readonly<Record<Fate, Script>> = {
  paid: [tell('paid')],
  abandoned: [],
  cancelled: [CANCEL],
  declined: [tell('declined')],
  second_attempt: [tell('declined'), tell('paid', 2)],
  paid_late: [CANCEL, tell('paid')],
  late_and_refunded: [CANCEL, tell('paid'), tell('refunded')],
  refunded: [tell('paid'), SPEND, tell('refunded')],
  partly_refunded: [tell('paid'), SPEND, tell('partly_refunded')],
  charged_back: [tell('paid'), SPEND, tell('charged_back')],
  dispute_won: [tell('paid'), SPEND, tell('charged_back'), tell('dispute_won')],
  paid_twice: [tell('paid'), tell('paid', 2)],
  underpaid: [tell('underpaid')],
};

/**
 * Xsolla asks for the player several times, and tells of payments by itself, by the shop that it keeps, or by both. A
 * cancelled order of that shop says nothing of why, so it only stands beside plain refunds.
 */
function xsolla(fate: Fate, story: Random): Script {
  const mode = story.pick(['payment', 'order', 'both'] as const);
  const asked = Array.from({ length: story.integer(1, 2) }, () => tell('user_validation'));
  const told = TOLD[fate].flatMap((act): Script => {
    if (act.kind === 'paid') return inMode(mode, act, tell('order_paid', act.attempt));
    if (act.kind === 'refunded') return inMode(mode, act, tell('order_canceled', act.attempt));
    return [act];
  });
  return [...asked, ...told];
}

function inMode(mode: 'payment' | 'order' | 'both', plain: Act, ofShop: Act): Script {
  if (mode === 'both') return [plain, ofShop];
  return mode === 'order' ? [ofShop] : [plain];
}

const begin = (attempt = 1) => [tell('CheckPerformTransaction', attempt), tell('CreateTransaction', attempt)];
const PERFORMED = [...begin(), tell('PerformTransaction')];

const PAYME: Readonly<Partial<Record<Fate, (story: Random) => Script>>> = {
  paid: (story) => [
    ...PERFORMED,
    ...(story.chance(0.5) ? [tell('CheckTransaction')] : []),
    ...(story.chance(0.3) ? [tell('SetFiscalData')] : []),
  ],
  // What is being paid cannot be given up here: Payme ends it first.
  abandoned: (story) => (story.chance(0.5) ? [...begin(), tell('CancelTransaction')] : []),
  declined: () => [...begin(), tell('CancelTransaction')],
  // The player gives up before, or after having begun to pay.
  cancelled: (story) =>
    story.chance(0.5)
      ? [CANCEL, ...begin()]
      : [...begin(), tell('CancelTransaction'), CANCEL, tell('PerformTransaction')],
  // Another attempt is busy while the first waits.
  second_attempt: (story) => [
    ...begin(),
    ...(story.chance(0.5) ? [tell('CreateTransaction', 2)] : []),
    tell('CancelTransaction'),
    tell('CreateTransaction', 2),
    tell('PerformTransaction', 2),
  ],
  refunded: () => [...PERFORMED, SPEND, tell('CancelTransaction'), tell('CheckTransaction')],
};
