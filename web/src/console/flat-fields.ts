/** A value of a document, with the names that lead to it. */
export interface FlatField {
  name: string;
  value: string;
}

/** A document as lines for people: `{prices: {COIN: 5}}` is `prices.COIN: 5`, a list of plain values one line. */
export function flatFields(document: Readonly<Record<string, unknown>>, within = ''): FlatField[] {
  return Object.entries(document).flatMap(([key, value]) => {
    const name = within === '' ? key : `${within}.${key}`;
    if (!isNested(value)) return [{ name, value: plain(value) }];
    if (Array.isArray(value) && !value.some(isNested)) return [{ name, value: value.map(plain).join(', ') || '–' }];
    const fields = flatFields(value as Record<string, unknown>, name);
    return fields.length === 0 ? [{ name, value: '–' }] : fields;
  });
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
