import { EventEmitter, once } from 'node:events';
import { pino } from 'pino';
import { Ending } from './ending';

describe('Ending', () => {
  const silent = pino({ level: 'silent' });
  let exits: EventEmitter;
  let source: EventEmitter;
  const ending = (graceSeconds = 60) =>
    new Ending(graceSeconds, silent, (code) => void exits.emit('exit', code)).listen(source);
  const exit = async () => ((await once(exits, 'exit')) as [number])[0];

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    exits = new EventEmitter();
    source = new EventEmitter();
  });
  afterEach(() => jest.useRealTimers());

  it('stops the parts in reverse order, one after the other, and ends well', async () => {
    const stopped: string[] = [];
    const subject = ending();
    subject.add(async () => void stopped.push('database'));
    subject.add(async () => void stopped.push('application'));
    subject.add(async () => void stopped.push('connections'));
    source.emit('SIGTERM');
    expect(await exit()).toBe(0);
    expect(stopped).toEqual(['connections', 'application', 'database']);
  });

  it('stops the other parts when one fails, and says so by its code', async () => {
    const stopped: string[] = [];
    const subject = ending();
    subject.add(async () => void stopped.push('database'));
    subject.add(() => Promise.reject(new Error('stuck')));
    source.emit('SIGINT');
    expect(await exit()).toBe(1);
    expect(stopped).toEqual(['database']);
  });

  it('ends as it is at a second signal, but not at an echo of the first', async () => {
    const codes: number[] = [];
    exits.on('exit', (code: number) => codes.push(code));
    ending().add(() => new Promise(() => undefined));
    source.emit('SIGINT');
    source.emit('SIGINT');
    expect(codes).toEqual([]);
    jest.advanceTimersByTime(501);
    source.emit('SIGINT');
    expect(codes).toEqual([1]);
  });

  it('ends as it is when the grace period is over', async () => {
    ending(25).add(() => new Promise(() => undefined));
    source.emit('SIGTERM');
    const code = exit();
    jest.advanceTimersByTime(25_000);
    expect(await code).toBe(1);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('closes what it can after an %s', async (fault) => {
    const stopped: string[] = [];
    ending().add(async () => void stopped.push('application'));
    source.emit(fault, new Error('nobody caught it'));
    expect(await exit()).toBe(1);
    expect(stopped).toEqual(['application']);
  });
});
