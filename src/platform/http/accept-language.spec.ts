import { acceptedLanguages, wantedVariant } from './accept-language';

describe('The languages that somebody accepts', () => {
  it('come in the order of their weights, without what is refused or no tag', () => {
    expect(acceptedLanguages('de;q=0.5, EN-gb, ru;q=0, *;q=0.1, pt;q=x, fr;q=0.7')).toEqual(['en-gb', 'fr', 'de']);
    expect(acceptedLanguages(undefined)).toEqual([]);
  });

  it('are few and short, however many and long they are', () => {
    expect(acceptedLanguages(Array.from({ length: 100 }, () => 'de').join())).toHaveLength(16);
    expect(acceptedLanguages(`${'a-'.repeat(1_000)}a, en`)).toEqual(['en']);
  });

  it('find the first variant there is, also of the language without its region', () => {
    const variants = { ru: 1, 'pt-BR': 2, en: 3 };
    expect(wantedVariant(variants, ['de', 'en-gb', 'ru'])).toBe(3);
    expect(wantedVariant(variants, ['pt-br'])).toBe(2);
    expect(wantedVariant(variants, ['pt'])).toBeUndefined();
    expect(wantedVariant({ constructed: 1 }, ['constructor'])).toBeUndefined();
  });
});
