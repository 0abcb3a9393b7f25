import { isId } from '../../platform/http/id';
import { paymeError } from './payme.errors';
import { isObject, type RpcObject } from './payme-rpc';

const MAX_ID_CHARACTERS = 64;
const MAX_FISCAL_CHARACTERS = 2_048;
const FISCAL_TYPES = ['PERFORM', 'CANCEL'] as const;
const FISCAL_FIELDS = ['receipt_id', 'status_code', 'message', 'terminal_id', 'fiscal_sign', 'qr_code_url', 'date'];

/** What somebody wants to pay. */
export interface PaymeBill {
  orderId: string;
  /** The account as we keep it: the field of ours and no other that Payme may add. */
  account: Readonly<Record<string, string>>;
  /** Undefined: it is not even an amount. */
  amount: number | undefined;
}

export interface FiscalReceipt {
  type: (typeof FISCAL_TYPES)[number];
  data: Readonly<Record<string, string | number>>;
}

/** @throws PaymeError when the account names no order */
export function readBill({ amount, account }: RpcObject, accountField: string): PaymeBill {
  if (!isObject(account)) throw paymeError('malformed', 'account');
  const orderId = account[accountField];
  if (!isId(orderId)) throw paymeError('order_not_found', accountField);
  return {
    orderId: orderId.toLowerCase(),
    account: { [accountField]: orderId },
    amount: Number.isSafeInteger(amount) && (amount as number) > 0 ? (amount as number) : undefined,
  };
}

/** @throws PaymeError */
export function readTransactionId({ id }: RpcObject): string {
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID_CHARACTERS) throw paymeError('malformed', 'id');
  return id;
}

/** @throws PaymeError */
export function readTime(params: RpcObject, name: 'time' | 'from' | 'to'): number {
  const value = params[name];
  const isTime = Number.isSafeInteger(value) && ((value as number) > 0 || (name !== 'time' && value === 0));
  if (!isTime) throw paymeError('malformed', name);
  return value as number;
}

/** @throws PaymeError */
export function readReason({ reason }: RpcObject): number {
  if (!Number.isSafeInteger(reason) || Math.abs(reason as number) > 32_767) throw paymeError('malformed', 'reason');
  return reason as number;
}

/** @throws PaymeError */
export function readReceipt({ type, fiscal_data: given }: RpcObject): FiscalReceipt {
  const known = FISCAL_TYPES.find((each) => each === type);
  if (known === undefined) throw paymeError('fiscal_data', 'type');
  if (!isObject(given)) throw paymeError('fiscal_data', 'fiscal_data');
  const data: Record<string, string | number> = {};
  for (const name of FISCAL_FIELDS) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (!isFiscal(value)) throw paymeError('fiscal_data', name);
    data[name] = value;
  }
  return { type: known, data };
}

function isFiscal(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= MAX_FISCAL_CHARACTERS);
}
