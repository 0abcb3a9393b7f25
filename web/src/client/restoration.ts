import { computed, readonly, ref } from 'vue';
import { followOtherTabs, isSignedIn, renew, wasSignedIn } from './session';

/** A page that waits longer for its first answer is shown without it. */
const FIRST_LOOK_MS = 3_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

const unsure = ref(false);
const asking = ref(false);
let wake = (): void => {};
let restored: Promise<void> = Promise.resolve();

/** Somebody was signed in, and nobody has said yet whether they still are. */
export const isSessionUnsure = readonly(unsure);
/** A request for it is under way: it cannot be hurried, and ends by itself. */
export const isAsking = readonly(asking);
/** Nobody is signed in, and that is known: whoever begins a session here loses no other. */
export const isVisitor = computed(() => !isSignedIn.value && !unsure.value);

/**
 * Goes on with the session of an earlier visit, when its cookie still holds. Comes back once that is known, or after a
 * moment: then it is asked for again until somebody answers.
 */
export async function restore(): Promise<void> {
  followOtherTabs();
  if (!wasSignedIn()) return;
  unsure.value = true;
  addEventListener('online', askNow);
  restored = askUntilKnown().finally(() => (unsure.value = false));
  await Promise.race([restored, sleep(FIRST_LOOK_MS)]);
}

/** Waits until it is known whether somebody is signed in. */
export const whenKnown = (): Promise<void> => restored;

/** Asks now instead of later. */
export const askNow = (): void => wake();

async function askUntilKnown(): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (wasSignedIn() && !isSignedIn.value) {
    asking.value = true;
    const isAnswered = await renew().then(
      () => true,
      () => false,
    );
    asking.value = false;
    if (isAnswered) return;
    await Promise.race([sleep(wait), new Promise<void>((resolve) => (wake = resolve))]);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
