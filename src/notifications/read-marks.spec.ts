import { Logger } from '@nestjs/common';
import type { NotificationsService } from './notifications.service';
import { ReadMarks } from './read-marks';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('What players say that they have read', () => {
  it('is kept while it cannot be noted, with what they read meanwhile, and the log says so once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    let isAway = true;
    const noted: [string, number][] = [];
    const markReadUpTo = async (userId: string, upTo: number) => {
      await Promise.resolve();
      if (isAway) throw new Error('away');
      noted.push([userId, upTo]);
    };
    const marks = new ReadMarks({ markReadUpTo } as unknown as NotificationsService);
    marks.mark('ann', 5);
    marks.mark('bob', 2);
    await jest.advanceTimersByTimeAsync(3_000);
    marks.mark('ann', 7);
    marks.mark('ann', 6);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(noted).toEqual([]);
    isAway = false;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(new Map(noted)).toEqual(
      new Map([
        ['ann', 7],
        ['bob', 2],
      ]),
    );
    expect(warn).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
