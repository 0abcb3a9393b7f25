import type { TestApp } from './app';
import { type Answer, call, makeUser, type TestUser } from './players';

export interface ShownEndpoint {
  id: string;
  url: string;
  secret: string;
  eventTypes: string[];
  disabledAt: string | null;
  disabledBecause: string | null;
  failingSince: string | null;
  previousSecretUntil: string | null;
}

export interface ShownDelivery {
  id: string;
  webhookId: string;
  type: string;
  userId: string | null;
  status: string;
  nextAttemptAt: string | null;
  attemptCount: number;
  attempts: { number: number; status: number | null; durationMs: number; error: string | null }[];
  body: string;
}

/** Addresses in tests are on this machine. */
export const ON_THIS_MACHINE = { WEBHOOK_ALLOW_PRIVATE: 'true' };

/** Nothing listens at port 1. */
export const NOBODY_THERE = 'http://127.0.0.1:1/hooks';

/** What an admin does with endpoints, over HTTP. */
export class Webhooks {
  constructor(
    private readonly app: Pick<TestApp, 'url' | 'database'>,
    readonly admin: TestUser,
  ) {}

  static async of(app: TestApp): Promise<Webhooks> {
    return new Webhooks(app, await makeUser(app, { role: 'admin' }));
  }

  send<Body = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Answer<Body>> {
    return call<Body>(this.app, `/webhook-endpoints${path}`, { method, body, token: this.admin.token });
  }

  async make(url: string, eventTypes: readonly string[] = []): Promise<ShownEndpoint> {
    const { status, body, text } = await this.send<ShownEndpoint>('POST', '', { url, eventTypes });
    if (status !== 201) throw new Error(text);
    return body;
  }

  async get(id: string): Promise<ShownEndpoint> {
    return (await this.send<ShownEndpoint>('GET', `/${id}`)).body;
  }

  /** Newest first. */
  async deliveries(id: string, query = ''): Promise<ShownDelivery[]> {
    return (await this.send<{ items: ShownDelivery[] }>('GET', `/${id}/deliveries${query}`)).body.items;
  }

  /** As if the time for the next attempt had come. */
  async passTime(): Promise<void> {
    await this.app.database.query('update webhook_lanes set next_at = now() where lease is null');
    await this.app.database.query('update webhook_endpoints set paused_until = null');
  }
}
