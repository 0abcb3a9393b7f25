import { readonly, ref } from 'vue';

/** `system` follows the device. */
export const SHADES = ['system', 'light', 'dark'] as const;
export type Shade = (typeof SHADES)[number];

const REMEMBERED = 'florin.shade';
const device = matchMedia('(prefers-color-scheme: dark)');
const chosen = ref<Shade>(remembered());

const painted = ref(false);

export const shade = readonly(chosen);
/** What is shown now: for what the style sheet does not reach, such as a canvas. */
export const isDark = readonly(painted);

export function setShade(wished: Shade): void {
  chosen.value = wished;
  localStorage.setItem(REMEMBERED, wished);
  paint();
}

/** Also called before anything is shown, so that nothing flashes. */
export function paint(): void {
  painted.value = chosen.value === 'dark' || (chosen.value === 'system' && device.matches);
  document.documentElement.classList.toggle('dark', painted.value);
}

device.addEventListener('change', paint);

function remembered(): Shade {
  const kept = localStorage.getItem(REMEMBERED);
  return SHADES.find((known) => known === kept) ?? 'system';
}
