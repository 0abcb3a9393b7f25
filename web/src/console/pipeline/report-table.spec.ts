import { numbersOf, numericColumns, tableOf, textsOf } from './report-table';

describe('a report as a table', () => {
  it('reads CSV with quotes, commas, line ends and empty cells', () => {
    const table = tableOf(
      'rejected.csv',
      'file,line,reason\r\na.csv,1,"no ""amount"", here"\nb.csv,,"two\nlines"\n',
      true,
    );
    expect(table.columns).toEqual(['file', 'line', 'reason']);
    expect(table.rows).toEqual([
      ['a.csv', '1', 'no "amount", here'],
      ['b.csv', '', 'two\nlines'],
    ]);
    expect(numbersOf(table, 'line')).toEqual([1, null]);
  });

  it('leaves out the record at which a beginning is cut', () => {
    const table = tableOf('purchases_curated.csv', 'a,b\n1,2\n3,', false);
    expect(table).toEqual({ columns: ['a', 'b'], rows: [['1', '2']], isWhole: false });
  });

  it('knows which columns are numbers, whatever the file holds them as', () => {
    const csv = tableOf(
      'metrics_daily.csv',
      'date,revenue_usd,roas,receipt\n2026-11-01,12.50,,9\n2026-11-02,-3,1.5,x\n',
      true,
    );
    expect(numericColumns(csv)).toEqual([false, true, true, false]);
    const json = tableOf(
      'roas_d1.json',
      '[{"campaign":"A","roas":null,"anomaly":true},{"campaign":"B","roas":1.5}]',
      true,
    );
    expect(numericColumns(json)).toEqual([false, true, false]);
  });

  it('reads a list of objects, and the details of the reconciliation', () => {
    const roas = tableOf('roas_d1.json', '[{"campaign":"A","roas":null},{"campaign":"B","roas":1.5,"flag":"x"}]', true);
    expect(roas.columns).toEqual(['campaign', 'roas', 'flag']);
    expect(textsOf(roas, 'campaign')).toEqual(['A', 'B']);
    expect(numbersOf(roas, 'roas')).toEqual([null, 1.5]);
    const pairs = tableOf('reconciliation.json', '{"summary":{},"details":[{"type":"af_only"}]}', true);
    expect(pairs.rows).toEqual([['af_only']]);
  });
});
