import { transactionSettings } from './transaction-settings';

/**
 * For reading somebody's rows slice by slice: from here to the end of the unit of work rows are found by walking an
 * index. Somebody with a million rows is expected to have as few as everybody else, and each slice would sort them all.
 */
export const IN_KEY_ORDER = transactionSettings({
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_sort: 'off',
  enable_hashjoin: 'off',
});
