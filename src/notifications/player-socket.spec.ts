import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { PlayerSocket, type Visitor } from './player-socket';

const visitor: Visitor = { userId: 'player', sessionId: null, address: '', endsAt: undefined, after: undefined };

function connect() {
  const connection = Object.assign(new EventEmitter(), { close: jest.fn(), pause: jest.fn(), terminate: jest.fn() });
  const socket = new PlayerSocket(visitor, connection as unknown as WebSocket, () => undefined, 30);
  return { connection, socket };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('Who floods a socket', () => {
  it.each(['message', 'ping'])('with a %s after the other is told once, and heard no more', (event) => {
    const { connection, socket } = connect();
    for (let n = 0; n < 100_000; n++) connection.emit(event, Buffer.from('{}'), false);
    expect(socket.ending).toBe('violation');
    expect(connection.close.mock.calls).toEqual([[1008]]);
    expect(connection.pause).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(1);
    jest.runAllTimers();
    expect(connection.terminate).toHaveBeenCalledTimes(1);
  });
});
