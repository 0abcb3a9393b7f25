import { useI18n } from 'vue-i18n';
import { asProblem } from '../client/problem';

/** A refusal in words: those of its code where we have some, else what the server said. */
export function useProblemText() {
  const words = useI18n();
  return {
    problemText: (error: unknown): string => {
      const { code, message } = asProblem(error);
      const key = `problem.${code}`;
      return words.te(key) ? words.t(key, { detail: message }) : message;
    },
  };
}
