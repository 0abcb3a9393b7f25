import type en from '../en/charts';

export default {
  charts: {
    asTable: 'Таблицей',
    asChart: 'Графиком',
    nothing: 'За это время ничего нет',
    drawn: '{title}, графиком. Те же числа есть таблицей.',
  },
} satisfies typeof en;
