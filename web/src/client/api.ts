import createClient from 'openapi-fetch';
import { Problem, problemOf, UNREACHABLE } from './problem';
import type { paths } from './schema';
import { accessToken, renew, requireUser, sessionUserId } from './session';

/** Every route of Florin with the types of its own OpenAPI document. Wrap a call in `answerOf`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorised });

/** So long an act may go without an answer; then it is asked for again, under its key. */
const ANSWER_MS = 15_000;
/** What has no key is not asked for again: it may take longer, but no form waits for ever. */
const LONGEST_ANSWER_MS = 60_000;

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * What a call answered.
 *
 * @throws Problem for a refusal, and with the code `client.unreachable` when no answer came
 */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((failure: unknown) => {
    throw failure instanceof Problem ? failure : new Problem(0, UNREACHABLE, String(failure));
  });
  if (!response.ok) throw problemOf(response.status, error, response.headers.get('retry-after'));
  return data as T;
}

/**
 * Sends the token of who is signed in; once more with a new one when it was refused.
 *
 * @throws Problem `client.session_changed` rather than sending in another's name what was begun by who was signed in
 */
export async function authorised(request: Request): Promise<Response> {
  if (!request.headers.has('accept-language')) request.headers.set('accept-language', document.documentElement.lang);
  const begunBy = sessionUserId.value;
  const token = await accessToken();
  requireUser(begunBy);
  if (token === null) return send(request);
  const again = request.clone();
  const response = await send(withToken(request, token));
  if (response.status !== 401) return response;
  await renew(token);
  const renewed = await accessToken();
  if (renewed === null || renewed === token) return response;
  requireUser(begunBy);
  return send(withToken(again, renewed));
}

function send(request: Request): Promise<Response> {
  if (request.method === 'GET') return fetch(request);
  const longest = request.headers.has('idempotency-key') ? ANSWER_MS : LONGEST_ANSWER_MS;
  return fetch(request, { signal: AbortSignal.timeout(longest) });
}

function withToken(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}
