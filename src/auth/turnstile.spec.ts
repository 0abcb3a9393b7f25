import { Unavailable } from '../platform/errors/platform.errors';
import { Turnstile } from './turnstile';

describe('the turnstile', () => {
  it('lets so many through at once, the others in order, and turns away the rest', async () => {
    const turnstile = new Turnstile({ atOnce: 2, waiting: 2 });
    const doors: (() => void)[] = [];
    const passed: number[] = [];
    const pass = (n: number) =>
      turnstile.pass(async () => {
        passed.push(n);
        await new Promise<void>((resolve) => doors.push(resolve));
        return n;
      });

    const visitors = [pass(1), pass(2), pass(3), pass(4)];
    await expect(pass(5)).rejects.toBeInstanceOf(Unavailable);
    expect(passed).toEqual([1, 2]);
    doors[0]();
    await visitors[0];
    await Promise.resolve();
    expect(passed).toEqual([1, 2, 3]);
    doors[1]();
    await visitors[1];
    doors[2]();
    await visitors[2];
    await Promise.resolve();
    doors[3]();
    expect(await Promise.all(visitors)).toEqual([1, 2, 3, 4]);
    await expect(turnstile.pass(() => Promise.resolve('again'))).resolves.toBe('again');
  });

  it('gives the place on when the work fails', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 1 });
    const failing = turnstile.pass(() => Promise.reject(new Error('broken')));
    const next = turnstile.pass(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('next');
  });
});
