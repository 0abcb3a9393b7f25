import { createHmac } from 'node:crypto';
import type { Answer, Wire } from './wire';

/** Somebody who plays as a guest: the same for the same seed, as long as the server's secret is the same. */
export class Player {
  id = '';
  private token = '';

  private constructor(
    private readonly wire: Wire,
    private readonly deviceId: string,
  ) {}

  /**
   * The first of this place's guests who may buy: a chargeback shuts one out for good, and the next takes over.
   *
   * @param secret lets nobody else be this guest
   */
  static async enter(wire: Wire, secret: string, place: string): Promise<Player> {
    for (let generation = 1; ; generation++) {
      const deviceId = createHmac('sha256', secret).update(`simulator ${place} ${generation}`).digest('hex');
      const player = new Player(wire, deviceId);
      await player.logIn();
      const blocks = (await player.must('GET', '/users/me/purchase-blocks')) as { liftedAt: string | null }[];
      if (blocks.every(({ liftedAt }) => liftedAt !== null)) return player;
    }
  }

  /** A request of this player's; logs in again where the token has run out. */
  async ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, key?: string): Promise<Answer> {
    const answer = await this.wire.send(this.call(method, path, body, key));
    if (answer.status !== 401) return answer;
    await this.logIn();
    return this.wire.send(this.call(method, path, body, key));
  }

  /** @throws Error when it is refused */
  async must(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, key?: string): Promise<unknown> {
    const answer = await this.ask(method, path, body, key);
    if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.status} ${codeOf(answer)}`);
    return answer.body;
  }

  async hangUp(path: string, body: object, key: string): Promise<void> {
    await this.wire.sendAndHangUp(this.call('POST', path, body, key));
  }

  private call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, key?: string) {
    return {
      method,
      path: `/api/v1${path}`,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: () => ({
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      }),
    };
  }

  private async logIn(): Promise<void> {
    const { status, body } = await this.wire.send({
      method: 'POST',
      path: '/api/v1/auth/guest',
      body: JSON.stringify({ deviceId: this.deviceId }),
      headers: () => ({ 'content-type': 'application/json' }),
    });
    if (status >= 400) throw new Error(`A guest was answered ${status}.`);
    const session = body as { accessToken: string; user: { id: string } };
    this.id = session.user.id;
    this.token = session.accessToken;
  }
}

/** The stable word of a refusal. */
export function codeOf({ body }: Answer): string {
  return (body as { code?: string } | undefined)?.code ?? '';
}
