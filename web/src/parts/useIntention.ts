import { ref, shallowRef } from 'vue';
import { untilAnswered } from '../client/intention';

/**
 * Something that a button does, once: busy while it is under way, checking while nobody has answered yet.
 *
 * @param name what it is about; with what is given it says all that is asked for
 */
export function useIntention<Given extends unknown[], Receipt>(
  name: () => readonly unknown[],
  act: (key: string, ...given: Given) => Promise<Receipt>,
) {
  const isBusy = ref(false);
  const isChecking = ref(false);
  const problem = shallowRef<unknown>(null);

  /** What was answered; null where it was refused, or while it is already under way. */
  async function carryOut(...given: Given): Promise<Receipt | null> {
    if (isBusy.value) return null;
    isBusy.value = true;
    problem.value = null;
    const onUnanswered = () => (isChecking.value = true);
    try {
      return await untilAnswered(name(), given, (key) => act(key, ...given), { onUnanswered });
    } catch (error) {
      problem.value = error;
      return null;
    } finally {
      isBusy.value = false;
      isChecking.value = false;
    }
  }

  return { isBusy, isChecking, problem, carryOut };
}
