import { Problem } from '../../client/problem';

/** Whether a product is not sold any more: no other failure to read it says so. */
export function isGone(error: unknown): boolean {
  return error instanceof Problem && error.code === 'product.not_found';
}
