const OFFSET = 2_166_136_261;
const PRIME = 16_777_619;
const CIRCLE = 360;

/** A colour for what has no picture: always the same for the same product (FNV-1a). */
export function hueOf(sku: string): number {
  let hash = OFFSET;
  for (const character of sku) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), PRIME);
  return (hash >>> 0) % CIRCLE;
}
