import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';

export type Message = Record<string, unknown>;

const LONGEST_MESSAGE = 10_000;

/** Messages over a socket, one JSON object a line; read as a story instead of as events. */
export class Channel {
  readonly closed: Promise<void>;
  private readonly received: Message[] = [];
  private isClosed = false;
  private rest = '';
  private wake: () => void = () => undefined;

  constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8').setNoDelay(true);
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', () => undefined); // 'close' follows
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => {
      this.isClosed = true;
      this.wake();
    });
  }

  get isOpen(): boolean {
    return !this.isClosed;
  }

  send(message: Message): void {
    if (this.socket.writable) this.socket.write(`${JSON.stringify(message)}\n`);
  }

  /** Undefined when the other side has gone, or stays silent for longer than that. */
  async next(patienceMs?: number): Promise<Message | undefined> {
    let isLate = false;
    const timer = patienceMs && setTimeout(() => ((isLate = true), this.wake()), patienceMs);
    while (this.received.length === 0 && this.isOpen && !isLate) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (timer) clearTimeout(timer);
    return this.received.shift();
  }

  async end(): Promise<void> {
    this.socket.end();
    // The other side may be frozen: do not wait for its goodbye.
    setTimeout(() => this.socket.destroy(), 1_000).unref();
    await this.closed;
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** An idle channel does not keep the process alive. */
  unref(): void {
    this.socket.unref();
  }

  ref(): void {
    this.socket.ref();
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    try {
      if (this.rest.length > LONGEST_MESSAGE) throw new RangeError('message too long');
      this.received.push(...lines.map((line) => JSON.parse(line) as Message));
    } catch {
      this.socket.destroy(); // whoever this is, it does not speak our language
    }
    this.wake();
  }
}

/** Both sides prove that they know the token without saying it: its port may belong to a stranger by now. */
export function proofOf(token: string, role: 'holder' | 'supervisor', nonce: unknown): string {
  return createHmac('sha256', token)
    .update(`${role}:${String(nonce)}`)
    .digest('hex');
}

export function isSame(expected: string, given: unknown): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(String(given))];
  return one.length === other.length && timingSafeEqual(one, other);
}
