/** What must stand in quotes within an array of PostgreSQL: delimiters, quotes, blanks, nothing, and the word null. */
const NEEDS_QUOTES = /[{}",\\\s]|^$|^null$/i;

/**
 * An array as PostgreSQL reads it, of texts, numbers and nulls. The driver's own way walks every element through a
 * chain of general cases; a batch has thousands.
 */
export function arrayLiteral(values: readonly (string | number | null | undefined)[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (index > 0) text += ',';
    if (value === null || value === undefined) text += 'NULL';
    else if (typeof value === 'number' || !NEEDS_QUOTES.test(value)) text += value;
    else text += `"${value.replace(/["\\]/g, '\\$&')}"`;
  }
  return `${text}}`;
}
