import { wantedVariant } from '../platform/http/accept-language';
import type { LocalizedTexts } from './product.entity';

/** What a product is called in the language that is wanted most; its own name where it has none there. */
export function localizedName(
  { name, localized }: { name: string; localized: LocalizedTexts },
  languages: readonly string[],
): string {
  return wantedVariant(localized, languages)?.name ?? name;
}
