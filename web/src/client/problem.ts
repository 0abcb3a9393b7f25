/** A refusal of the API (RFC 9457), or that nobody answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** Stable: pages choose their words by it. */
    readonly code: string,
    detail: string,
    /** Further members: `errors` of validation, amounts, what drifted. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

/** The code of what happens when no answer comes. The outcome is unknown: repeat with the same Idempotency-Key. */
export const UNREACHABLE = 'client.unreachable';
/** Somebody else signed in meanwhile: nothing was sent in their name. */
export const SESSION_CHANGED = 'client.session_changed';

/** @param retryAfter the header of that name: after how many seconds it may be asked again */
export function problemOf(status: number, body: unknown, retryAfter: string | null = null): Problem {
  if (typeof body !== 'object' || body === null) return new Problem(status, `http.${status}`, `HTTP ${status}`);
  const { code, detail, ...details } = body as { code?: unknown; detail?: unknown };
  const known = typeof code === 'string' ? code : `http.${status}`;
  const retry = retryAfter === null ? {} : { retryAfterSeconds: Number(retryAfter) };
  return new Problem(status, known, typeof detail === 'string' ? detail : `HTTP ${status}`, { ...details, ...retry });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, UNREACHABLE, error instanceof Error ? error.message : String(error));
}
