const MAX_VALUE = 200;
const MAX_NAME = 100;
/** What a link of no campaign counts as. */
export const NO_CAMPAIGN = '(NONE)';
/** What links count as when their day has too many campaigns already. */
export const OTHER_CAMPAIGNS = '(OTHER)';

/** What else of a link is kept, as AppsFlyer names it; nothing that knows a device again. */
const KEPT_PARAMETERS = [
  'af_c_id',
  'af_channel',
  'af_adset',
  'af_adset_id',
  'af_ad',
  'af_ad_id',
  'af_ad_type',
  'af_keywords',
  'af_sub1',
  'af_sub2',
  'af_sub3',
  'af_sub4',
  'af_sub5',
  'af_siteid',
  'af_sub_siteid',
  'af_cost_model',
  'af_cost_value',
  'af_cost_currency',
  'af_prt',
  'is_retargeting',
  'clickid',
  'deep_link_value',
  ...Array.from({ length: 10 }, (_, n) => `deep_link_sub${n + 1}`),
];

export interface ClickParameters {
  campaign: string;
  mediaSource: string | null;
  character: string | null;
  others: Readonly<Record<string, string>>;
}

/**
 * What the link says. Networks add to links whatever they please, so nothing is refused: what is not known is left out,
 * and what is too long is cut.
 */
export function clickParametersOf(query: Readonly<Record<string, unknown>>): ClickParameters {
  const others = KEPT_PARAMETERS.flatMap((name) => {
    const value = textOf(query[name], MAX_VALUE);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    campaign: campaignOf(query.campaign) ?? campaignOf(query.c) ?? NO_CAMPAIGN,
    mediaSource: textOf(query.pid, MAX_NAME),
    character: textOf(query.character, MAX_NAME),
    others: Object.fromEntries(others),
  };
}

/** Campaigns are compared whatever the case, as the pipeline does; null where there is none. */
export function campaignOf(value: unknown): string | null {
  const first = firstOf(value);
  // Before it is cut, for some letters become two.
  return textOf(typeof first === 'string' ? first.toUpperCase() : undefined, MAX_NAME);
}

/** Of a parameter that was given several times the first counts. */
function textOf(value: unknown, maxCharacters: number): string | null {
  const first = firstOf(value);
  if (typeof first !== 'string') return null;
  const plain = first
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim();
  const text = Array.from(plain).slice(0, maxCharacters).join('').trim();
  return text === '' ? null : text;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as unknown[])[0] : value;
}
