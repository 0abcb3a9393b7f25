import { type QueueFacts, troubleOf } from './queue-trouble';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const minutesAgo = (minutes: number) => NOW - minutes * 60_000;
const quiet: QueueFacts = { active: 0, lastFailedMs: null, waitingSinceMs: null };

describe('the trouble of a queue', () => {
  it.each([
    ['nothing to do', quiet, null],
    ['a job that was just given up', { ...quiet, lastFailedMs: minutesAgo(1) }, 'failed'],
    ['a job that was given up yesterday evening', { ...quiet, lastFailedMs: minutesAgo(17 * 60) }, 'failed'],
    ['a job that was given up more than a day ago', { ...quiet, lastFailedMs: minutesAgo(24 * 60) }, null],
    ['a job that has just come', { ...quiet, waitingSinceMs: minutesAgo(4) }, null],
    ['a job that nobody takes up', { ...quiet, waitingSinceMs: minutesAgo(6) }, 'waiting'],
    ['a job behind others', { ...quiet, active: 1, waitingSinceMs: minutesAgo(59) }, null],
    ['a job behind others for very long', { ...quiet, active: 1, waitingSinceMs: minutesAgo(61) }, 'waiting'],
    ['no answer', null, 'no_answer'],
  ] as const)('with %s is told', (_, facts, trouble) => {
    expect(troubleOf(facts, NOW)).toBe(trouble);
  });
});
