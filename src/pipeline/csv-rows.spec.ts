import fc from 'fast-check';
import { csvRows } from './csv-rows';

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('csvRows', () => {
  it.each([
    ['', []],
    ['a,b\n', []],
    ['a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['a,b\r\n1,\r\n,2', [{ a: '1', b: '' }, { a: '', b: '2' }]], // prettier-ignore
    ['a\n"x,""y""\nz"\n', [{ a: 'x,"y"\nz' }]],
  ])('reads %j', (text, rows) => expect(csvRows(text)).toEqual(rows));

  it('gives back whatever was quoted', () => {
    const cells = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 20 });
    fc.assert(
      fc.property(cells, (rows) => {
        const text = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
        expect(csvRows(text)).toEqual(rows.map(([a, b]) => ({ a, b })));
      }),
    );
  });

  it('refuses what is none', () => expect(() => csvRows('a\n"x"y\n')).toThrow('no CSV'));
});
