import { onScopeDispose, readonly, ref } from 'vue';

const EVERY_MS = 60_000;

/** The present, as far as somebody looks at it for long. */
export function useNow() {
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
  return readonly(now);
}
