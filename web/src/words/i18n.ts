import { computed } from 'vue';
import { createI18n, type I18n } from 'vue-i18n';

export const LANGUAGES = { en: 'English', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

/** What a language says, by page: texts in nested objects. */
export interface Words {
  [name: string]: string | Words;
}

/** The texts of one face in each language; a language is loaded when it is first spoken. */
export type WordLoaders = Record<Language, () => Promise<{ default: Words }>>;

type Speech = I18n<Record<string, never>, Record<string, never>, Record<string, never>, string, false>;

const REMEMBERED = 'florin.language';
let speech: Speech | undefined;
let loaders: WordLoaders | undefined;

export async function createWords(of: WordLoaders): Promise<Speech> {
  loaders = of;
  speech = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: {} }) as unknown as Speech;
  await speak(rememberedLanguage());
  return speech;
}

/** The language that is spoken; setting it loads its words first. */
export const language = computed<Language>(() => (speech?.global.locale.value ?? 'en') as Language);

export async function speak(chosen: Language): Promise<void> {
  if (speech === undefined || loaders === undefined) return;
  const { default: words } = await loaders[chosen]();
  speech.global.setLocaleMessage(chosen, words as never);
  speech.global.locale.value = chosen;
  document.documentElement.lang = chosen;
  localStorage.setItem(REMEMBERED, chosen);
}

function rememberedLanguage(): Language {
  const wished = localStorage.getItem(REMEMBERED) ?? navigator.language.slice(0, 2);
  return wished in LANGUAGES ? (wished as Language) : 'en';
}
