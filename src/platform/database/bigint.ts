import type { ValueTransformer } from 'typeorm';

/**
 * `bigint` columns arrive as text, since they may exceed what a JavaScript number holds exactly. Ours never do: the
 * schema bounds them at 2^53-1.
 */
export const bigint: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: string | null) => (value === null ? null : exact(value)),
};

/** @throws RangeError beyond 2^53-1, where arithmetic would silently round */
export function exact(value: string | number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is not an exact whole number.`);
  return number;
}
