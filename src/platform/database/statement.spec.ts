import { joinReads, joinWrites } from './statement';

const part = (name: string, params: unknown[]) => ({
  name,
  sql: `f(${params.map((_, i) => `$${i + 1}`).join(', ')})`,
  params,
});

describe('joined statements', () => {
  it('numbers the parameters of each part after those of the parts before it', () => {
    const joined = joinReads([part('a', [1, 2]), part('b', [3]), part('c', [4, 5])]);
    expect(joined.sql).toBe('select (f($1, $2)) as "a",\n(f($3)) as "b",\n(f($4, $5)) as "c"');
    expect(joined.params).toEqual([1, 2, 3, 4, 5]);
  });

  it('gives the same name to the same parts, another to others, and none longer than PostgreSQL keeps', () => {
    const long = 'x'.repeat(60);
    const one = joinWrites([part(`${long}1`, [1])]);
    const two = joinWrites([part(`${long}2`, [1])]);
    expect(joinWrites([part(`${long}1`, [2])]).name).toBe(one.name);
    expect(two.name).not.toBe(one.name);
    expect(Buffer.byteLength(two.name)).toBeLessThan(64);
  });

  it('renumbers ten and more without touching other digits', () => {
    const many = part(
      'many',
      Array.from({ length: 11 }, (_, n) => n),
    );
    expect(joinReads([part('one', [0]), many]).sql).toContain('$12');
    expect(joinReads([part('one', [0]), many]).params).toHaveLength(12);
  });
});
