/** A purchase that takes half of the wallet or more is asked about: nobody can undo it. */
export function isDear(cost: number, balance: number): boolean {
  return cost * 2 >= balance;
}
