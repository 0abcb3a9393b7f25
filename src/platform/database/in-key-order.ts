import type { Statement } from './statement';

/**
 * For reading somebody's rows slice by slice: from here to the end of the unit of work rows are found by walking an
 * index. Somebody with a million rows is expected to have as few as everybody else, and each slice would sort them all.
 */
export const IN_KEY_ORDER: Statement = {
  name: 'in key order',
  sql: `select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
    set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true)`,
  params: [],
};
