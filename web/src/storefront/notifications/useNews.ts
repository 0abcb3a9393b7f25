import { useI18n } from 'vue-i18n';
import { useCurrencies } from '../../client/currencies';
import type { Notification } from '../../client/live';
import { itemText, newsOf } from './news';
import type { Counted } from './reversal';

/** Notifications in words. */
export function useNews() {
  const { t } = useI18n();
  const { show } = useCurrencies();
  const listOf = (all: readonly Counted[]): string =>
    all.map((each) => ('currency' in each ? show(each.amount, each.currency) : itemText(each))).join(', ');
  return {
    textOf: (notification: Pick<Notification, 'type' | 'data'>): string => {
      const { key, items, amount, reversal } = newsOf(notification);
      if (reversal) return t(`news.${key}`, { items: listOf(reversal.moved), owed: listOf(reversal.owed) });
      return t(`news.${key}`, { items, amount: amount === null ? '' : show(amount.amount, amount.currency) });
    },
  };
}
