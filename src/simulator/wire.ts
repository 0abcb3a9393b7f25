import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Tally } from './tally';

/** A request as it goes over the wire. Headers are made for each sending: some hold the time. */
export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: string;
  headers: () => Record<string, string>;
}

export interface Answer {
  status: number;
  /** Undefined where there is none, or where it is no JSON. */
  body: unknown;
}

const PATIENCE_MS = 180_000;
const ANSWER_WITHIN_MS = 60_000;
const PAUSE_MS = 150;
const MAX_PAUSE_MS = 2_000;
const CUT_AFTER_MS = 15;

/** Real HTTP. Where nobody answers, or somebody asks to come again, it comes again: until its patience ends. */
export class Wire {
  constructor(
    private readonly url: string,
    private readonly tally: Tally,
  ) {}

  /** @throws Error when there was no answer for a long time */
  async send(call: Call): Promise<Answer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.once(call);
      const pauseMs = answer === undefined ? pauseOf(attempt) : this.pauseAfter(answer, attempt);
      if (answer !== undefined && pauseMs === undefined) return answer;
      if (Date.now() > deadline) throw new Error(`${call.path} was not answered, or with ${answer?.status}`);
      await delay(pauseMs);
    }
  }

  /** Sends all of it, and hangs up before the answer: it may have arrived, and nobody knows. */
  async sendAndHangUp({ method, path, body = '', headers }: Call): Promise<void> {
    this.tally.add('cut');
    const outgoing = request(new URL(path, this.url), {
      method,
      agent: false,
      headers: { ...headers(), 'content-length': Buffer.byteLength(body) },
    });
    outgoing.on('error', () => undefined);
    outgoing.on('response', (response) => response.resume());
    outgoing.end(body);
    await Promise.race([once(outgoing, 'close').catch(() => undefined), delay(CUT_AFTER_MS)]);
    outgoing.destroy();
  }

  /** Undefined: nobody was there, or the line broke. */
  private async once({
    method,
    path,
    body,
    headers,
  }: Call): Promise<(Answer & { retryAfter: string | null }) | undefined> {
    try {
      const response = await fetch(new URL(path, this.url), {
        method,
        body,
        headers: headers(),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      return { status: response.status, body: parsed(text), retryAfter: response.headers.get('retry-after') };
    } catch {
      return undefined;
    }
  }

  /** How long to wait before it is sent again; undefined: this is the answer. */
  private pauseAfter({ status, retryAfter }: { status: number; retryAfter: string | null }, attempt: number) {
    if (status !== 429 && status < 500) return undefined;
    this.tally.add(status === 429 ? 'limited' : 'faults');
    return retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : pauseOf(attempt);
  }
}

function pauseOf(attempt: number): number {
  return Math.min(PAUSE_MS * attempt, MAX_PAUSE_MS);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
