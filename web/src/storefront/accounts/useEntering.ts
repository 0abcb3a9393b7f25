import { ref, shallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { safePath } from './safe-path';
import { useGuestFarewell } from './useGuestFarewell';

/** Ways in: whichever is taken leads to the page that somebody wanted. */
export function useEntering() {
  const route = useRoute();
  const router = useRouter();
  const { mayLeave } = useGuestFarewell();
  const isBusy = ref(false);
  const problem = shallowRef<unknown>(null);

  async function attempt(way: () => Promise<void>, mayBegin: () => Promise<boolean>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = null;
    try {
      if (!(await mayBegin())) return;
      await way();
      await router.replace(safePath(route.query.next));
    } catch (error) {
      problem.value = error;
    } finally {
      isBusy.value = false;
    }
  }

  return {
    isBusy,
    problem,
    /** A way that ends nobody's session. */
    enter: (way: () => Promise<void>) => attempt(way, () => Promise.resolve(true)),
    /** A way that ends the session that this browser has: a guest is asked before they lose everything. */
    enterAnew: (way: () => Promise<void>) => attempt(way, mayLeave),
    next: () => ({ next: route.query.next }),
  };
}
