import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a game server receives it. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  message: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** What to answer; nothing at all when it is left to the test. */
export type Answering = (received: Received, response: ServerResponse) => void;

const OK: Answering = (_, response) => void response.writeHead(204).end();

/** A game server that is told what happens. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  answer: Answering = OK;
  private readonly server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const message = JSON.parse(body) as Received['message'];
      const received = { path: request.url ?? '', headers: request.headers, body, message };
      this.received.push(received);
      this.answer(received, response);
    });
  });

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Those about one player. */
  about(userId: string): Received[] {
    return this.received.filter(({ message }) => message.data.userId === userId);
  }

  always(status: number, text = ''): void {
    this.answer = (_, response) => void response.writeHead(status).end(text);
  }

  welcome(): void {
    this.answer = OK;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** As Standard Webhooks says it, from the secret as it was shown. */
export function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
