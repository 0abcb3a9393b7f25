import { Logger } from '@nestjs/common';
import { Deliveries } from './deliveries';
import type { NotificationWords } from './notification-words';
import type { NotificationsRepository } from './notifications.repository';
import type { PlayerSocket } from './player-socket';
import type { SocketMetrics } from './socket-metrics';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('while the database is away', () => {
  it('sockets wait, and the log says so once each time', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const send = jest.fn();
    const socket = { isReceptive: true, visitor: { userId: 'player' }, send } as unknown as PlayerSocket;
    const findAfter = jest.fn();
    const words = { of: () => Promise.resolve([[]]) } as unknown as NotificationWords;
    const deliveries = new Deliveries({ findAfter } as unknown as NotificationsRepository, words, {
      noteSent: () => undefined,
    } as unknown as SocketMetrics);
    for (const times of [1, 2]) {
      for (let n = 0; n < 5; n++) findAfter.mockRejectedValueOnce(new Error('away'));
      findAfter.mockResolvedValueOnce([[]]);
      deliveries.bring([socket]);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(send).toHaveBeenCalledTimes(times);
      expect(warn).toHaveBeenCalledTimes(times);
    }
  });
});
