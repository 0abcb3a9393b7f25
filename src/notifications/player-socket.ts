import type { WebSocket } from 'ws';
import { idNumber, idText } from './notification-id';
import { frameOf } from './notification.view';
import type { StoredNotification } from './notifications.repository';

/** Why we end a socket. */
export const CLOSE = {
  leaving: 1_001,
  violation: 1_008,
  tryLater: 1_011,
  tooSlow: 1_013,
  shutOut: 4_401,
  tooMany: 4_429,
} as const;

export type CloseReason = keyof typeof CLOSE;

/** How long somebody who is told to go may take. */
const FAREWELL_MS = 2_000;
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Of frames and pings that a client may send in a window. */
const MAX_INCOMING = 100;
const WINDOW_MS = 10_000;
const HEARTBEAT = '{"type":"heartbeat"}';

/** Who opened a socket, from where, and what they have already. */
export interface Visitor {
  readonly userId: string;
  readonly sessionId: string | null;
  readonly address: string;
  /** Milliseconds since the epoch, of one that belongs to no session. */
  readonly endsAt: number | undefined;
  /** The last notification that the client has. Undefined: it wants only what is to come. */
  readonly after: number | undefined;
  /** Tags of those in which the names of products are wanted, most wanted first; else they have their default names. */
  readonly languages?: readonly string[];
}

/** One open socket of a player: what it was sent, and what it may send. */
export class PlayerSocket {
  /** The last notification that was sent; undefined until it is known where to begin. */
  lastId: number | undefined;
  /** Whether it answered since it was last asked. */
  isAlive = true;
  /** Why we ended it; undefined while we did not. */
  ending: CloseReason | undefined;
  private isCaughtUp = false;
  /** What was sent must be on its way before there is more. */
  private isFull = false;
  private windowEndsAt = 0;
  private incoming = 0;
  /** Pings of ours. */
  private unanswered = 0;

  constructor(
    readonly visitor: Visitor,
    private readonly socket: WebSocket,
    private readonly onRead: (upTo: number) => void,
    private readonly heartbeatSeconds: number,
  ) {
    // What is wrong with a frame the library tells the client; a connection that breaks is closed.
    socket.on('error', () => undefined);
    socket.on('pong', () => this.takePong());
    socket.on('ping', () => this.count());
    socket.on('message', (data: Buffer, isBinary) => this.take(data, isBinary));
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Whether more can be sent to it now; while not, it says itself when. */
  get isReceptive(): boolean {
    return this.isOpen && this.lastId !== undefined && !this.isFull;
  }

  /**
   * Sends what came after `lastId`. While it catches up, more is sent only once all of it is on its way, so that whoever
   * was long away is not taken for one who never reads.
   *
   * @param whenSent called when there is room for more; only where there is more
   */
  send(notifications: readonly StoredNotification[], whenSent: (() => void) | undefined): void {
    for (const notification of notifications) {
      if (!this.isOpen) return;
      this.socket.send(frameOf(notification));
      this.lastId = notification.id;
      if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) return this.end('tooSlow');
    }
    if (whenSent === undefined) this.tellReady();
    else if (this.isCaughtUp) whenSent();
    else this.waitForRoom(whenSent);
  }

  /** Asks whether anybody is there, and shows that we are: no page sees pings. */
  ping(): void {
    this.isAlive = false;
    if (!this.isOpen) return;
    this.unanswered += 1;
    this.socket.ping();
    if (this.isCaughtUp) this.socket.send(HEARTBEAT);
  }

  /** Once: who is told to go is listened to no more. */
  end(reason: CloseReason): void {
    if (this.ending !== undefined) return;
    this.ending = reason;
    this.socket.close(CLOSE[reason]);
    // What is on its way from there stays in its buffers, and costs us nothing.
    if (reason === 'violation') this.socket.pause();
    setTimeout(() => this.socket.terminate(), FAREWELL_MS).unref();
  }

  /** Without a word: nobody is there. */
  drop(): void {
    this.socket.terminate();
  }

  /** A ping is behind all that was sent: once it is on its way, so is the rest. */
  private waitForRoom(whenSent: () => void): void {
    this.isFull = true;
    this.unanswered += 1;
    this.socket.ping(undefined, undefined, () => {
      this.isFull = false;
      whenSent();
    });
  }

  private tellReady(): void {
    if (this.isCaughtUp || !this.isOpen) return;
    this.isCaughtUp = true;
    const data = { lastId: idText(this.lastId ?? 0), heartbeatSeconds: this.heartbeatSeconds };
    this.socket.send(JSON.stringify({ type: 'ready', data }));
  }

  /** One that answers a ping of ours is not theirs to be counted. */
  private takePong(): void {
    this.isAlive = true;
    if (this.unanswered > 0) this.unanswered -= 1;
    else this.count();
  }

  private take(data: Buffer, isBinary: boolean): void {
    if (!this.count()) return;
    const message = isBinary ? undefined : messageOf(data);
    if (message === undefined) return this.end('violation');
    if (message.type !== 'read') return;
    const upTo = idNumber((message.data as { upTo?: unknown } | undefined)?.upTo);
    if (upTo !== undefined) this.onRead(upTo);
  }

  /** False when it was one too many, or comes too late. */
  private count(): boolean {
    if (this.ending !== undefined) return false;
    const now = Date.now();
    if (now >= this.windowEndsAt) {
      this.windowEndsAt = now + WINDOW_MS;
      this.incoming = 0;
    }
    this.incoming += 1;
    if (this.incoming <= MAX_INCOMING) return true;
    this.end('violation');
    return false;
  }
}

function messageOf(data: Buffer): { type?: unknown; data?: unknown } | undefined {
  try {
    const message: unknown = JSON.parse(data.toString());
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
