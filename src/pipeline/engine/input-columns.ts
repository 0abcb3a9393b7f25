import { sqlText } from './sql-text';
import { UnusableInput } from './unusable-input';

/** Where the columns of a rule are found in a file: expressions over `c0`, `c1` … in the order of its header. */
export type Columns = Record<string, string>;

/** AppsFlyer's raw-data export, by the names that the rules use. */
const APPSFLYER: Record<string, string> = {
  appsflyer_id: 'appsflyer id',
  event_name: 'event name',
  event_time_utc: 'event time',
  revenue_usd: 'event revenue usd',
  campaign: 'campaign',
};
const EVENT_VALUE = 'event value';

/**
 * Finds the columns by their names, whatever their order and case; others are let be.
 * @throws UnusableInput that names the first column that is missing or there twice
 */
export function columnsOf(file: string, header: readonly string[], wanted: readonly string[]): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (name: string) => place(file, names, name);
  if (wanted.includes('receipt_id') && names.includes(APPSFLYER.appsflyer_id)) return appsflyer(wanted, names, find);
  return Object.fromEntries(wanted.map((name) => [name, find(name)]));
}

function place(file: string, names: readonly string[], name: string): string {
  const index = names.indexOf(name);
  if (index < 0) throw new UnusableInput({ file, column: name, line: 1 }, `${file} has no column "${name}".`);
  if (names.includes(name, index + 1))
    throw new UnusableInput({ file, column: name, line: 1 }, `${file} has the column "${name}" twice.`);
  return `c${index}`;
}

/** The receipt is in the event's value; a negative revenue is money given back. Our own columns win where there are any. */
function appsflyer(wanted: readonly string[], names: readonly string[], find: (name: string) => string): Columns {
  const columns: Columns = {};
  for (const name of wanted) if (name in APPSFLYER) columns[name] = find(APPSFLYER[name]);
  if (wanted.includes('receipt_id'))
    columns.receipt_id = names.includes('receipt_id') ? find('receipt_id') : receiptIn(names, find);
  if (wanted.includes('status')) {
    const refund = `case when starts_with(clean(${columns.revenue_usd}), '-') then 'chargeback' else 'success' end`;
    columns.status = names.includes('status') ? find('status') : refund;
  }
  return columns;
}

function receiptIn(names: readonly string[], find: (name: string) => string): string {
  if (!names.includes(EVENT_VALUE)) return 'null';
  const value = find(EVENT_VALUE);
  const keys = ['af_receipt_id', 'af_order_id', 'receipt_id'].map((key) => `${value} ->> ${sqlText(`$.${key}`)}`);
  return `case when json_valid(${value}) then coalesce(${keys.join(', ')}) end`;
}
