import { useI18n } from 'vue-i18n';

/** The pages' own words for what others have named. */
export function useWord() {
  const words = useI18n();
  return {
    /** The word in the language of the reader where the pages know it, else as it was said. */
    word: (list: string, said: string): string => {
      const key = `${list}.${said}`;
      return words.te(key) ? words.t(key) : said;
    },
  };
}
