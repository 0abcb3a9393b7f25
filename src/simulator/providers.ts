/** The providers that can be played. */
export const PROVIDERS = ['xsolla', 'payme', 'sandbox'] as const;
export type ProviderName = (typeof PROVIDERS)[number];
