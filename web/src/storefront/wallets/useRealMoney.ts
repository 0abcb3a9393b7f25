import { computed, ref } from 'vue';
import { useCurrencies } from '../../client/currencies';

const REMEMBERED = 'florin.money';
const chosen = ref(localStorage.getItem(REMEMBERED));

/** The real money that prices are shown in first: what the visitor chose, else the first that there is. */
export function useRealMoney() {
  const { currencies } = useCurrencies();
  const offered = computed(() =>
    currencies.value.filter(({ kind, isActive }) => kind === 'real' && isActive).map(({ code }) => code),
  );
  const money = computed({
    get: () => offered.value.find((code) => code === chosen.value) ?? offered.value[0] ?? null,
    set: (code) => {
      chosen.value = code;
      if (code !== null) localStorage.setItem(REMEMBERED, code);
    },
  });
  return { offered, money };
}
