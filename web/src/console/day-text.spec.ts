import { dayText } from './day-text';

it('writes a day in the language that is read', () => {
  expect(dayText('2026-11-20', 'en')).toBe('Nov 20, 2026');
  expect(dayText('2026-11-20', 'ru').replaceAll(/\s/g, ' ')).toBe('20 нояб. 2026 г.');
});
