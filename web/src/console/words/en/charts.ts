export default {
  charts: {
    asTable: 'As a table',
    asChart: 'As a chart',
    nothing: 'Nothing in this time',
    drawn: '{title}, drawn. The same figures are there as a table.',
  },
};
