/** Of a chart's series in their order, told apart by people of every colour vision; 3:1 or more against a card. */
interface ChartColours {
  series: readonly string[];
  mark: string;
  text: string;
  grid: string;
}

export const LIGHT_COLOURS: ChartColours = {
  series: ['#b45309', '#1d4ed8', '#0f766e', '#a21caf', '#475569', '#4d7c0f', '#be123c', '#0369a1'],
  mark: '#b91c1c',
  text: '#4b5563',
  grid: '#e5e7eb',
};

export const DARK_COLOURS: ChartColours = {
  series: ['#fbbf24', '#60a5fa', '#2dd4bf', '#e879f9', '#cbd5e1', '#a3e635', '#fb7185', '#38bdf8'],
  mark: '#f87171',
  text: '#c3c9d1',
  grid: '#3a3d42',
};
