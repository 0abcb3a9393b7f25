import { PROBLEM_CODES } from '../../../../src/platform/http/problem-codes';
import storefrontEn from '../../storefront/words/problems.en';
import storefrontRu from '../../storefront/words/problems.ru';
import type { Words } from '../../words/i18n';
import en from './en';
import ru from './ru';

const CODES = Object.keys(PROBLEM_CODES);
/** What a page refuses by itself. */
const OWN = /^(client|console)\./;

/** Every text by its place, `problem.auth.forbidden`. */
function textsOf(words: Words, before = ''): Map<string, string> {
  const texts = Object.entries(words).flatMap(([name, said]) =>
    typeof said === 'string' ? [[before + name, said] as const] : [...textsOf(said, `${before + name}.`)],
  );
  return new Map(texts);
}

const placesOf = (words: Words): string[] => [...textsOf(words).keys()].toSorted();
const places = new Set(placesOf(en));
const wordless = (keys: readonly string[]): string[] => keys.filter((key) => !places.has(key));

describe('the words of the console', () => {
  it('are the same places in both languages, and name the same figures', () => {
    expect(placesOf(ru)).toEqual(placesOf(en));
    const figures = (text = ''): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
    const russian = textsOf(ru);
    const unlike = [...textsOf(en)].filter(
      ([place, text]) => figures(russian.get(place)).join() !== figures(text).join(),
    );
    expect(unlike).toEqual([]);
  });

  it('tell of every problem that the API knows', () => {
    expect(wordless(CODES.map((code) => `problem.${code}`))).toEqual([]);
  });
});

describe('the problems of the storefront', () => {
  it('are the same places in both languages', () => {
    expect(placesOf(storefrontRu)).toEqual(placesOf(storefrontEn));
  });

  it('are none that the API does not know', () => {
    expect(placesOf(storefrontEn).filter((code) => !OWN.test(code) && !CODES.includes(code))).toEqual([]);
  });
});
