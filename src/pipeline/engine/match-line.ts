/** No confirmation. */
export const ALONE = -1;

const LEAVE = 0;
const TAKE = 1;
const LATER = 2;

/**
 * Pairs purchases with confirmations, both sorted by time, at most `reach` apart: as many pairs as possible, of those
 * the smallest sum of gaps, of those the earliest purchase with the earliest confirmation (the choices, read in the
 * order of the purchases with "none" last, are the first in dictionary order). Returns a confirmation for each purchase.
 *
 * Pairs that cross can be uncrossed: both new gaps are within the larger old one and their sum is no larger, and the
 * earlier purchase then has the earlier confirmation. So the best choice never crosses, and is found by deciding for
 * the purchases from the last to the first, with what is best from confirmation j on: leave the purchase, leave the
 * confirmation, or take both. Only confirmations within reach are looked at.
 */
export function matchLine(purchases: ArrayLike<number>, confirmations: ArrayLike<number>, reach: number): Int32Array {
  const bands = bandsOf(purchases, confirmations, reach);
  const choices = choose(purchases, confirmations, bands);
  const chosen = new Int32Array(purchases.length).fill(ALONE);
  let next = 0;
  for (let i = 0; i < purchases.length; i += 1) {
    let j = Math.max(next, bands.from[i]);
    while (j < bands.to[i] && choices[bands.offset[i] + j - bands.from[i]] === LATER) j += 1;
    if (j >= bands.to[i] || choices[bands.offset[i] + j - bands.from[i]] === LEAVE) continue;
    chosen[i] = j;
    next = j + 1;
  }
  return chosen;
}

/** The confirmations within reach of each purchase: those from `from` and before `to`, and where their choices are kept. */
interface Bands {
  from: Int32Array;
  to: Int32Array;
  offset: Float64Array;
  cells: number;
}

function bandsOf(purchases: ArrayLike<number>, confirmations: ArrayLike<number>, reach: number): Bands {
  const size = purchases.length;
  const bands = { from: new Int32Array(size), to: new Int32Array(size), offset: new Float64Array(size), cells: 0 };
  let from = 0;
  let to = 0;
  for (let i = 0; i < size; i += 1) {
    while (from < confirmations.length && confirmations[from] < purchases[i] - reach) from += 1;
    while (to < confirmations.length && confirmations[to] <= purchases[i] + reach) to += 1;
    bands.from[i] = from;
    bands.to[i] = to;
    bands.offset[i] = bands.cells;
    bands.cells += to - from;
  }
  return bands;
}

/** `pairs[j]` and `gaps[j]`: the best that the purchases decided so far make of the confirmations from j on. */
function choose(purchases: ArrayLike<number>, confirmations: ArrayLike<number>, bands: Bands): Uint8Array {
  const choices = new Uint8Array(bands.cells);
  const pairs = new Int32Array(confirmations.length + 1);
  const gaps = new Float64Array(confirmations.length + 1);
  let known = confirmations.length; // what is before it equals what is at it
  for (let i = purchases.length - 1; i >= 0; i -= 1) {
    const from = bands.from[i];
    for (; known > from; known -= 1) {
      pairs[known - 1] = pairs[known];
      gaps[known - 1] = gaps[known];
    }
    const offset = bands.offset[i] - from;
    let laterPairs = pairs[bands.to[i]]; // without this purchase, from j + 1 on
    let laterGaps = gaps[bands.to[i]];
    for (let j = bands.to[i] - 1; j >= from; j -= 1) {
      const takenPairs = laterPairs + 1;
      const takenGaps = laterGaps + Math.abs(purchases[i] - confirmations[j]);
      laterPairs = pairs[j];
      laterGaps = gaps[j];
      let choice = LEAVE;
      if (pairs[j + 1] > pairs[j] || (pairs[j + 1] === pairs[j] && gaps[j + 1] <= gaps[j])) {
        choice = LATER;
        pairs[j] = pairs[j + 1];
        gaps[j] = gaps[j + 1];
      }
      if (takenPairs > pairs[j] || (takenPairs === pairs[j] && takenGaps <= gaps[j])) {
        choice = TAKE;
        pairs[j] = takenPairs;
        gaps[j] = takenGaps;
      }
      choices[offset + j] = choice;
    }
  }
  return choices;
}
