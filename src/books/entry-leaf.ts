/**
 * What a leaf covers: every column of an entry `e` and of its transaction `t`, both of which never change. The names are
 * those that a report uses. What was sealed in this order can only be checked in this order: columns that tables get
 * later are not added here without a mark that tells old seals from new ones.
 */
export const SEALED_COLUMNS = {
  userId: 'e.user_id',
  seq: 'e.seq',
  transactionId: 'e.transaction_id',
  currency: 'e.currency',
  productId: 'e.product_id',
  amount: 'e.amount',
  balanceAfter: 'e.balance_after',
  counterAccount: 'e.counter_account',
  orderLineId: 'e.order_line_id',
  createdAt: 'e.created_at',
  transactionKind: 't.kind',
  transactionStatus: 't.status',
  transactionProductId: 't.product_id',
  transactionQuantity: 't.quantity',
  transactionCurrency: 't.currency',
  transactionAmount: 't.amount',
  transactionFailureCode: 't.failure_code',
  transactionReason: 't.reason',
  transactionSource: 't.source',
  transactionActorId: 't.actor_id',
  transactionApproverId: 't.approver_id',
  transactionCreatedAt: 't.created_at',
} as const;

export type SealedColumn = keyof typeof SEALED_COLUMNS;

/** Bytes of a leaf: as many of the SHA-256 as make a second text with the same leaf unthinkable. */
export const LEAF_BYTES = 16;

/**
 * The SQL of the text that is digested: a JSON array, from which every value can be read back, so that no two rows have
 * the same text. Times are seconds since the epoch, whatever the session's time zone.
 */
export function sealedText(columns: Readonly<Record<SealedColumn, string>> = SEALED_COLUMNS): string {
  const values = Object.entries(columns).map(([name, sql]) =>
    name.endsWith('reatedAt') ? `extract(epoch from ${sql})` : sql,
  );
  return `json_build_array(${values.join(', ')})::text`;
}

/** The SQL of the digest of one entry and its transaction. */
export function leafOf(columns?: Readonly<Record<SealedColumn, string>>): string {
  return `substr(sha256(convert_to(${sealedText(columns)}, 'UTF8')), 1, ${LEAF_BYTES})`;
}

/** The SQL of the digest over the ranges of a seal, an aggregate over `ledger_seal_ranges`. */
export const ROOT = `sha256(string_agg(
  uuid_send(user_id) || int8send(from_seq) || int8send(to_seq) || leaves, ''::bytea order by user_id, from_seq))`;
