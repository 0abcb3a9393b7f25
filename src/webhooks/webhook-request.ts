import type { ClientRequest, IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { WebhookConnections } from './webhook-connections';
import { retryAfterMs } from './webhook-schedule';
import { WebhookTarget } from './webhook-target';

export const TIMEOUT_MS = 15_000;
/** Of what an endpoint says no more is read, and less is kept. */
const MAX_READ_BYTES = 16_384;
const MAX_ERROR_CHARACTERS = 500;

export interface WebhookPost {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What came of an attempt. */
export interface Outcome {
  /** Null where nothing was answered. */
  status: number | null;
  durationMs: number;
  /** Null where it arrived. */
  error: string | null;
  retryAfterMs: number;
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
  text: string;
}

/** One POST: within 15 seconds, to an address that was looked at, following no redirect. */
@Injectable()
export class WebhookRequest {
  constructor(
    private readonly target: WebhookTarget,
    private readonly connections: WebhookConnections,
  ) {}

  /** Never rejects. */
  async post(post: WebhookPost): Promise<Outcome> {
    const began = performance.now();
    const durationMs = () => Math.round(performance.now() - began);
    try {
      const { status, retryAfter, text } = await this.answerTo(post, AbortSignal.timeout(TIMEOUT_MS));
      const error = status >= 200 && status < 300 ? null : excerpt(`Answered ${status}: ${text}`);
      return { status, durationMs: durationMs(), error, retryAfterMs: retryAfterMs(retryAfter, Date.now()) };
    } catch (error) {
      return { status: null, durationMs: durationMs(), error: excerpt(reasonOf(error)), retryAfterMs: 0 };
    }
  }

  private async answerTo({ url, headers, body }: WebhookPost, signal: AbortSignal): Promise<Answer> {
    const address = new URL(url);
    const addresses = await this.target.addressesOf(address, signal);
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = { method: 'POST', headers: { ...headers, ...length }, signal };
    const request = this.connections.begin(address, addresses, options);
    try {
      return await sent(request, body);
    } catch (error) {
      // The other side may have ended an idle connection in the moment in which we took it again.
      if (!request.reusedSocket || signal.aborted) throw error;
      return sent(this.connections.begin(address, addresses, options, true), body);
    }
  }
}

function sent(request: ClientRequest, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const endWithout = () => reject(new Error('The connection ended without an answer.'));
    request.on('error', reject);
    request.once('close', endWithout);
    request.once('response', (response) => {
      request
        .off('close', endWithout)
        .off('error', reject)
        .on('error', () => undefined);
      answerFrom(response).then(resolve, reject);
    });
    // Nobody asked for another protocol: without a listener Node would drop the connection and say nothing.
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, retryAfter: undefined, text: 'another protocol' });
    });
    request.end(body);
  });
}

async function answerFrom(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  return { status, retryAfter: headers['retry-after'], text: await beginningOf(response) };
}

/** What it answered counts, also where the rest of it never comes. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_READ_BYTES) break;
    }
  } catch {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, MAX_READ_BYTES).toString('utf8');
}

function reasonOf(error: unknown): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError') return `No answer within ${TIMEOUT_MS / 1_000} seconds.`;
  return message || code || name;
}

/** One line that the database takes. */
function excerpt(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.slice(0, MAX_ERROR_CHARACTERS).toWellFormed();
}
