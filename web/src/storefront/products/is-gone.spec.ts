import { Problem } from '../../client/problem';
import { isGone } from './is-gone';

describe('a product that is not sold any more', () => {
  it('is one that the API does not know, and no other', () => {
    expect(isGone(new Problem(404, 'product.not_found', ''))).toBe(true);
    const others = [
      new Problem(503, 'http.503', ''),
      new Problem(0, 'client.unreachable', ''),
      new Error('away'),
      null,
    ];
    expect(others.filter(isGone)).toEqual([]);
  });
});
