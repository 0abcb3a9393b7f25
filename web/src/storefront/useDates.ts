import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

/** Moments as the reader writes them, in their own time zone. */
export function useDates() {
  const { locale } = useI18n();
  const moments = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }));
  const days = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium' }));
  return {
    moment: (iso: string) => moments.value.format(new Date(iso)),
    day: (iso: string) => days.value.format(new Date(iso)),
  };
}
