const ERASED = '[erased]';

/** The text, with these names taken out where they stand as words, whatever their case. */
export function withoutNames(text: string, names: readonly (string | null)[]): string {
  return names.reduce<string>((rest, name) => {
    if (name === null) return rest;
    const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return rest.replace(new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'giu'), ERASED);
  }, text);
}
