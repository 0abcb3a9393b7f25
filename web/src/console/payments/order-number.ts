/** What players are told as the number of their order: the end of its id. */
export function orderNumber(id: string): string {
  return id.slice(-8);
}

/** The number that somebody typed or pasted, also as a whole id; undefined for what is none. */
export function typedNumber(text: string): string | undefined {
  return /[0-9a-f]{8}$/.exec(text.trim().toLowerCase())?.[0];
}
