/** What a chart shows in one colour, a value for each label; null where nothing is known. */
export interface ChartSeries {
  name: string;
  values: readonly (number | null)[];
  /** Over the kind of the whole chart. */
  kind?: ChartKind;
  /** What is unusual, by the index of its label: marked in the chart, told in its tooltip and table. */
  marks?: ReadonlyMap<number, string>;
}

export type ChartKind = 'line' | 'bar';
