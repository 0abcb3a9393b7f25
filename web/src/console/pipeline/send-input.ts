import { accessToken, renew, requireUser, sessionUserId } from '../../client/session';
import { Problem, problemOf, UNREACHABLE } from '../../client/problem';

export const INPUTS = ['purchases_raw.csv', 'confirmed_purchases.csv', 'costs_daily.csv', 'sessions.csv'] as const;
export type InputName = (typeof INPUTS)[number];

/**
 * Sends a file as an input of the pipeline. `XMLHttpRequest`, since `fetch` does not tell how much has left.
 *
 * Like every other request it goes once more with a new token when its own was refused, and never in another's name.
 *
 * @param tell the share that was sent, 0 to 100
 * @param signal ends it before all of it is there
 * @throws Problem
 */
export async function sendInput(
  name: InputName,
  file: File,
  tell: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const begunBy = sessionUserId.value;
  const token = await accessToken();
  requireUser(begunBy);
  try {
    await send(name, file, token, tell, signal);
  } catch (error) {
    if (token === null || !(error instanceof Problem) || error.status !== 401) throw error;
    await renew(token);
    const renewed = await accessToken();
    if (renewed === null || renewed === token) throw error;
    requireUser(begunBy);
    await send(name, file, renewed, tell, signal);
  }
}

function send(
  name: InputName,
  file: File,
  token: string | null,
  tell: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/pipeline/uploads?name=${name}`);
    request.setRequestHeader('authorization', `Bearer ${token ?? ''}`);
    request.setRequestHeader('content-type', 'text/csv');
    request.upload.addEventListener('progress', ({ loaded, total }) => tell((100 * loaded) / Math.max(1, total)));
    const isBroken = () => reject(new Problem(0, UNREACHABLE, 'The connection broke.'));
    request.addEventListener('error', isBroken);
    request.addEventListener('abort', isBroken);
    if (signal.aborted) return isBroken();
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.addEventListener('load', () => {
      if (request.status === 201) resolve();
      else reject(problemOf(request.status, bodyOf(request.responseText)));
    });
    request.send(file);
  });
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
