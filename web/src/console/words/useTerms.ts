import { useI18n } from 'vue-i18n';
import type en from './en/terms';

type List = keyof (typeof en)['terms'];

/** The place of a word of the API among ours: `product.changed` is `terms.actions.product_changed`. */
export function termKey(list: List, word: string): string {
  return `terms.${list}.${list === 'counts' ? word : word.toLowerCase().replaceAll(/[.:-]/g, '_')}`;
}

export function useTerms() {
  const words = useI18n();
  return {
    /** A word of the API in the reader's language; what we have none for is told as the server has it. */
    term: (list: List, word: string, otherwise = word.replaceAll('_', ' ')): string => {
      const key = termKey(list, word);
      return words.te(key) ? words.t(key) : otherwise;
    },
  };
}
