import { isIP } from 'node:net';
import type { EnvironmentReader } from './environment-reader';

export interface PaymeSettings {
  /** Who the shop is at Payme, and what proves that Payme is calling. Absent: it is played, or nothing is sold. */
  cashbox: { id: string; key: string } | undefined;
  isTestMode: boolean;
  /** Where payers are sent, without a slash at the end. */
  checkoutUrl: string;
  /** The account field under which our order travels. */
  accountField: string;
  /** What a second transaction on an order that waits for another is told. */
  busyCode: number;
  /** Whether what was delivered may be taken back when Payme cancels; otherwise it is told that it is too late. */
  allowsRefunds: boolean;
  /** Addresses and networks that may call; empty: any. */
  allowedIps: readonly string[];
}

const CHECKOUT_URL = 'https://checkout.paycom.uz';
const TEST_CHECKOUT_URL = 'https://test.paycom.uz';
const ACCOUNT_FIELD = /^[A-Za-z_]\w{0,63}$/;

export function paymeSettings(read: EnvironmentReader, production: boolean): PaymeSettings {
  const [id, key] = [read.text('PAYME_ID'), read.text('PAYME_KEY')];
  if (id === undefined && key !== undefined) read.fault('PAYME_ID', 'is required with PAYME_KEY');
  if (id !== undefined && key === undefined) read.fault('PAYME_KEY', 'is required with PAYME_ID');
  if (id !== undefined && /[;=\s]/.test(id)) read.fault('PAYME_ID', 'must not hold spaces, ; or =');
  const isTestMode = read.boolean('PAYME_IS_TEST_MODE', !production);
  const checkoutUrl = read.url('PAYME_CHECKOUT_URL', ['https:', ...(production ? [] : ['http:'])]);
  const accountField = read.text('PAYME_ACCOUNT_FIELD') ?? 'purchase_id';
  if (!ACCOUNT_FIELD.test(accountField)) read.fault('PAYME_ACCOUNT_FIELD', 'must be a name of letters, digits and _');
  return {
    cashbox: id === undefined || key === undefined ? undefined : { id, key },
    isTestMode,
    checkoutUrl: (checkoutUrl ?? (isTestMode ? TEST_CHECKOUT_URL : CHECKOUT_URL)).replace(/\/+$/, ''),
    accountField,
    busyCode: read.integer('PAYME_BUSY_CODE', -31_008, -31_099, -31_001),
    allowsRefunds: read.boolean('PAYME_ALLOWS_REFUNDS', true),
    allowedIps: addresses(read),
  };
}

function addresses(read: EnvironmentReader): string[] {
  const list = read.list('PAYME_ALLOWED_IPS');
  for (const each of list)
    if (!isNetwork(each)) read.fault('PAYME_ALLOWED_IPS', `is a list of addresses or networks, not ${each}`);
  return list;
}

function isNetwork(text: string): boolean {
  const [base, prefix = '0', ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(base) as 0 | 4 | 6];
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}
