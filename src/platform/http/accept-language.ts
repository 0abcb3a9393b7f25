const MAX_RANGES = 16;
/** The longest tag that RFC 5646 expects of anybody. */
const MAX_TAG = 35;

/** Language tags of an `Accept-Language` header (RFC 9110), lower case, most wanted first. */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .split(',', MAX_RANGES)
    .map((range) => {
      const [tag, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag.length <= MAX_TAG && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** The first wanted language there is a variant for; `pt-BR` also finds `pt` (RFC 4647, lookup). */
export function wantedVariant<Variant>(
  variants: Readonly<Record<string, Variant>>,
  languages: readonly string[],
): Variant | undefined {
  const byTag = new Map(Object.entries(variants).map(([tag, variant]) => [tag.toLowerCase(), variant]));
  for (const language of languages) {
    for (let tag = language; tag !== ''; tag = tag.slice(0, Math.max(tag.lastIndexOf('-'), 0))) {
      const variant = byTag.get(tag);
      if (variant !== undefined) return variant;
    }
  }
  return undefined;
}
