import { KeptIntentions } from './kept-intentions';
import { asProblem, Problem } from './problem';
import { requireUser, sessionUserId } from './session';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** Nobody waits longer for a quota than this without being told. */
const LONGEST_QUOTA_SECONDS = 60;
/** Then the page says that it does not know, and whoever asked decides when to ask again. */
const MAX_TRIES = 15;
const TOO_MANY = 429;
/** Somebody between us and Florin, or Florin itself, says that the outcome is unknown or that it will answer again. */
const PASSING: ReadonlySet<number> = new Set([0, 502, 503, 504]);
/** What says nothing about an act that was asked for before and may have been done. */
const NO_REFUSAL: ReadonlySet<number> = new Set([401, 403, 408, TOO_MANY]);

/** Somebody behind Florin is away, and Florin has said so: whoever asked decides when to try again, under the same key. */
const SAID: ReadonlySet<string> = new Set(['payment.provider_unavailable', 'sellable.owner_unavailable']);
const OUTCOME_UNKNOWN = 'client.outcome_unknown';
/** What keeps the key: the same is asked again by the next press. */
const OPEN: ReadonlySet<string> = new Set([OUTCOME_UNKNOWN, 'client.session_changed', ...SAID]);

const kept = new KeptIntentions(() => sessionStorage);

export interface Patience {
  /** Called each time that no answer came. */
  onUnanswered?: () => void;
  pause?: (ms: number) => Promise<void>;
}

/**
 * Carries out what somebody wants once, whatever happens to the connection or to the server: each repetition has the
 * same key, so that it asks for the same act and not for another. The key is kept until the answer is final.
 *
 * @param name what it is about: who is signed in has one open intention of a name
 * @param asks all that is asked for
 * @throws Problem what it was refused with; `client.outcome_unknown` when nobody said, so that it is worth asking again
 */
export async function untilAnswered<Receipt>(
  name: readonly unknown[],
  asks: unknown,
  act: (key: string) => Promise<Receipt>,
  patience: Patience = {},
): Promise<Receipt> {
  const begunBy = sessionUserId.value;
  const place = placeOf(name);
  const key = kept.keyOf(place, JSON.stringify(asks));
  try {
    const receipt = await ask(() => {
      requireUser(begunBy);
      return act(key);
    }, patience);
    kept.settle(place, key);
    return receipt;
  } catch (error) {
    if (!isOpen(error)) kept.settle(place, key);
    throw error;
  }
}

/** Whether the answer is still to come: then the same is worth asking again, and nothing else in its place. */
export function isOpen(error: unknown): boolean {
  return error instanceof Problem && OPEN.has(error.code);
}

/** What was asked for under this name and was not answered finally. */
export function openIntention(name: readonly unknown[]): unknown {
  const asked = kept.asked(placeOf(name));
  return asked === null ? null : JSON.parse(asked);
}

async function ask<Receipt>(
  act: () => Promise<Receipt>,
  { onUnanswered = () => {}, pause = sleep }: Patience,
): Promise<Receipt> {
  let isUnsure = false;
  let wait = FIRST_WAIT_MS;
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const answer = await act().catch((error: unknown) => asProblem(error));
    if (!(answer instanceof Problem)) return answer;
    if (isFinal(answer, isUnsure)) throw answer;
    isUnsure = true;
    const quota = quotaOf(answer);
    if (!PASSING.has(answer.status) && quota === null) break;
    onUnanswered();
    await pause(quota ?? wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
  throw new Problem(0, OUTCOME_UNKNOWN, 'It is not known yet whether this was done.');
}

/** Whether this is told as it is: a refusal, or what keeps the key by itself. */
function isFinal({ status, code }: Problem, isUnsure: boolean): boolean {
  if (OPEN.has(code)) return true;
  if (PASSING.has(status) || status >= 500) return false;
  return !(isUnsure && NO_REFUSAL.has(status));
}

/** How long to wait for a quota, in milliseconds; null where none was said. */
function quotaOf({ status, details }: Problem): number | null {
  const seconds = Number(details.retryAfterSeconds);
  return status === TOO_MANY && seconds > 0 && seconds <= LONGEST_QUOTA_SECONDS ? seconds * 1_000 : null;
}

function placeOf(name: readonly unknown[]): string {
  return JSON.stringify([sessionUserId.value, ...name]);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
