import { type Answer, call, type Call } from './players';

export const PASSWORD = 'correct horse battery';
export const NEW_PASSWORD = 'a quite different one';

/** What a login answers; `code` where it refuses. */
export interface SessionBody {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  user: { id: string; username: string; role: string };
  code: string;
}

export interface SessionList {
  items: { id: string; userAgent: string | null; current: boolean; expiresAt: string; lastUsedAt: string }[];
  nextCursor: string | null;
}

export function refusalOf({ status, body }: Answer<{ code: string }>): [status: number, code: string] {
  return [status, body.code];
}

let names = 0;

export function someone(): { username: string; email: string; password: string } {
  const username = `player-${++names}`;
  return { username, email: `${username}@example.com`, password: PASSWORD };
}

/** Florin as a client knows it that logs in and out. */
export function sessionsOf(app: () => { url: string }) {
  const post = <Body = SessionBody>(path: string, body?: object, options: Call = {}) =>
    call<Body>(app(), `/auth/${path}`, { method: 'POST', body, ...options });
  return {
    post,
    refresh: (refreshToken: string) => post('refresh', { refreshToken }),
    register: async (options: Call = {}): Promise<SessionBody & { email: string }> => {
      const person = someone();
      const { status, body, text } = await post('register', person, options);
      if (status !== 201) throw new Error(text);
      return { ...body, email: person.email };
    },
    login: ({ user }: SessionBody, password = PASSWORD, options: Call = {}) =>
      post('login', { username: user.username, password }, options),
    list: async ({ accessToken }: SessionBody, query = '') =>
      (await call<SessionList>(app(), `/auth/sessions${query}`, { token: accessToken })).body,
  };
}
