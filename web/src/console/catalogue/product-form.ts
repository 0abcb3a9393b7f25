import { amountOf, amountText } from '../../client/money';
import type { components } from '../../client/schema';

export type Product = components['schemas']['ProductView'];
type Draft = components['schemas']['CreateProductDto'];
type Plain = string | number | boolean;

interface AmountRow {
  currency: string;
  /** As people write it, in the unit that they name. */
  amount: string;
}

/** A product as a form holds it. */
export interface ProductForm {
  sku: string;
  type: Product['type'];
  name: string;
  description: string;
  imageUrl: string;
  isActive: boolean;
  prices: AmountRow[];
  contents: AmountRow;
  hasStock: boolean;
  stock: number;
  hasLimit: boolean;
  limit: { quantity: number; period: NonNullable<Product['limitPerPlayer']>['period'] };
  texts: { language: string; name: string; description: string }[];
  metadata: { name: string; value: string }[];
}

type ScaleOf = (currency: string) => number | null;
/** Why an amount cannot be saved. */
export type AmountFault = 'noCurrency' | 'twice' | 'noAmount';

export function emptyForm(): ProductForm {
  return {
    sku: '',
    type: 'consumable',
    name: '',
    description: '',
    imageUrl: '',
    isActive: true,
    prices: [{ currency: '', amount: '' }],
    contents: { currency: '', amount: '' },
    hasStock: false,
    stock: 100,
    hasLimit: false,
    limit: { quantity: 1, period: 'lifetime' },
    texts: [],
    metadata: [],
  };
}

export function formOf(product: Product, scaleOf: ScaleOf): ProductForm {
  const [contents] = rowsOf(product.contents ?? {}, scaleOf);
  const empty = emptyForm();
  return {
    sku: product.sku,
    type: product.type,
    name: product.name,
    description: product.description,
    imageUrl: product.imageUrl ?? '',
    isActive: product.isActive,
    prices: rowsOf(product.prices, scaleOf),
    contents: contents ?? empty.contents,
    hasStock: product.stock !== null,
    stock: product.stock ?? empty.stock,
    hasLimit: product.limitPerPlayer !== null,
    limit: product.limitPerPlayer ?? empty.limit,
    texts: Object.entries(product.localized).map(([language, { name = '', description = '' }]) => ({
      language,
      name,
      description,
    })),
    metadata: Object.entries(product.metadata)
      .filter(([, value]) => isPlain(value))
      .map(([name, value]) => ({ name, value: String(value as Plain) })),
  };
}

/**
 * What the API takes; null while an amount is none, or a currency has two.
 *
 * @param before whose metadata keep their kinds, and keep what no form can show
 */
export function draftOf(form: ProductForm, scaleOf: ScaleOf, before: Product | null): Draft | null {
  const prices = amountsOf(form.prices, scaleOf);
  const contents = form.type === 'currency_pack' ? amountsOf([form.contents], scaleOf) : undefined;
  if (prices === null || contents === null || Object.keys(prices).length === 0) return null;
  return {
    sku: form.sku.trim(),
    type: form.type,
    name: form.name.trim(),
    description: form.description,
    imageUrl: form.imageUrl.trim() === '' ? null : form.imageUrl.trim(),
    isActive: form.isActive,
    prices,
    ...(contents && { contents }),
    stock: form.hasStock ? form.stock : null,
    limitPerPlayer: form.hasLimit ? form.limit : null,
    localized: Object.fromEntries(
      form.texts
        .filter(({ language }) => language.trim() !== '')
        .map(({ language, name, description }) => [
          language.trim(),
          { ...(name && { name }), ...(description && { description }) },
        ]),
    ),
    metadata: metadataOf(form, before?.metadata ?? {}),
  };
}

/** What is wrong with each row; null for a row that can be saved. */
export function amountFaults(rows: readonly AmountRow[], scaleOf: ScaleOf): (AmountFault | null)[] {
  const codes = rows.map(({ currency }) => currency);
  return rows.map(({ currency, amount }, at) => {
    if (currency === '') return 'noCurrency';
    if (codes.indexOf(currency) !== at) return 'twice';
    return (amountOf(amount, scaleOf(currency)) ?? 0) > 0 ? null : 'noAmount';
  });
}

function rowsOf(amounts: Record<string, number>, scaleOf: ScaleOf): AmountRow[] {
  return Object.entries(amounts).map(([currency, amount]) => ({
    currency,
    amount: amountText(amount, scaleOf(currency), 'en').replaceAll(',', ''),
  }));
}

function amountsOf(rows: readonly AmountRow[], scaleOf: ScaleOf): Record<string, number> | null {
  if (amountFaults(rows, scaleOf).some((fault) => fault !== null)) return null;
  return Object.fromEntries(rows.map(({ currency, amount }) => [currency, amountOf(amount, scaleOf(currency)) ?? 0]));
}

function metadataOf({ metadata }: ProductForm, before: Record<string, unknown>): Record<string, unknown> {
  const unshown = Object.entries(before).filter(([, value]) => !isPlain(value));
  const shown = metadata
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, value }) => [name.trim(), ofKind(value, before[name.trim()])] as const);
  return Object.fromEntries([...unshown, ...shown]);
}

/** A number stays a number, and a new value that is one becomes one. */
function ofKind(value: string, before: unknown): Plain {
  if (typeof before === 'string') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : value;
}

function isPlain(value: unknown): value is Plain {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
