import type { EnvironmentReader } from './environment-reader';

export interface XsollaSettings {
  /** Signs what Xsolla tells us. Absent: it is asked to try again later, and nothing is accepted. */
  webhookSecret: string | undefined;
  projectId: string | undefined;
  /** What payment links are made with. Absent: outside production the local payment page stands in for Xsolla's. */
  merchant: { id: string; apiKey: string } | undefined;
  /** Where payment links are made. */
  apiUrl: string;
  /** Payers are sent to Xsolla's sandbox, and goods are given for payments that moved no money. */
  isSandbox: boolean;
  /** How long an order waits to be paid there: no longer than a payment token holds, which is a day. */
  expiresAfterMs: number;
}

const DAY_MIN = 24 * 60;
const MINUTE_MS = 60_000;

export function xsollaSettings(read: EnvironmentReader, production: boolean): XsollaSettings {
  const webhookSecret = read.text('XSOLLA_WEBHOOK_SECRET');
  const projectId = read.text('XSOLLA_PROJECT_ID');
  const [id, apiKey] = [read.text('XSOLLA_MERCHANT_ID'), read.text('XSOLLA_API_KEY')];
  const all = { XSOLLA_WEBHOOK_SECRET: webhookSecret, XSOLLA_PROJECT_ID: projectId, XSOLLA_MERCHANT_ID: id };
  if (apiKey !== undefined) {
    for (const [name, value] of Object.entries(all))
      if (value === undefined) read.fault(name, 'is required with XSOLLA_API_KEY');
  } else if (id !== undefined) read.fault('XSOLLA_API_KEY', 'is required with XSOLLA_MERCHANT_ID');
  return {
    webhookSecret,
    projectId,
    merchant: id === undefined || apiKey === undefined ? undefined : { id, apiKey },
    apiUrl: read.url('XSOLLA_API_URL', ['https:', ...(production ? [] : ['http:'])]) ?? 'https://api.xsolla.com',
    isSandbox: read.boolean('XSOLLA_SANDBOX', !production),
    expiresAfterMs: read.integer('XSOLLA_EXPIRES_MIN', DAY_MIN, 1, DAY_MIN) * MINUTE_MS,
  };
}
