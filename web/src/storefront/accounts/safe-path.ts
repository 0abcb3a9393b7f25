/** Only a path of our own: an address from a link must not lead elsewhere. */
export function safePath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
