import { ref, watch } from 'vue';

const WAIT_MS = 400;

/** Lines that do not yet have the quantity that they show: no sum is that of what one sees. */
const unsettled = ref(0);
/** How often a quantity was refused, or nobody answered. */
let refusals = 0;

/** Waits until every line of the cart has the quantity that it shows; false when one of them could not get it. */
export async function cartSettled(): Promise<boolean> {
  const before = refusals;
  if (unsettled.value > 0) await untilNone();
  return refusals === before;
}

function untilNone(): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(unsettled, (count) => {
      if (count > 0) return;
      stop();
      resolve();
    });
  });
}

/**
 * Of values that come shortly one after another the last is sent, and never two at a time.
 *
 * @param send whether it was taken; does not fail
 */
export function lastOf<Value>(send: (value: Value) => Promise<boolean>) {
  let waiting: { value: Value } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: Promise<void> = Promise.resolve();

  const drop = (): void => {
    clearTimeout(timer);
    if (waiting !== undefined) unsettled.value -= 1;
    waiting = undefined;
  };
  /** Sends at once what waits. */
  const flush = (): Promise<void> => {
    if (waiting === undefined) return under;
    const { value } = waiting;
    waiting = undefined;
    clearTimeout(timer);
    under = under
      .then(() => send(value))
      .then((isTaken) => {
        if (!isTaken) refusals += 1;
      })
      .finally(() => (unsettled.value -= 1));
    return under;
  };
  const choose = (value: Value): void => {
    if (waiting === undefined) unsettled.value += 1;
    waiting = { value };
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), WAIT_MS);
  };

  return { choose, flush, drop, isWaiting: () => waiting !== undefined };
}
