const OUT: ReadonlySet<string> = new Set(['purchase', 'revoke', 'reverse']);

/** Before an amount: whether it came in or went out. */
export function signOf(kind: string): string {
  return OUT.has(kind) ? '\u2212' : '+';
}
