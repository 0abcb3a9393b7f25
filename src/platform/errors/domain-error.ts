/** What went wrong in words of the domain; `problem.filter.ts` maps each kind to an HTTP status. */
export type ErrorKind =
  | 'invalid'
  | 'unauthorized'
  | 'insufficient'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'rejected'
  | 'too_large'
  | 'unsupported_media'
  | 'rate_limited'
  | 'unavailable';

/** Facts a client may act on; they become extension members of the problem document. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly unknown[]>>;

/**
 * A refusal with a stable code. Subclasses name the code and the kind; they never name a status, a header or a
 * framework.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  /** `<noun>.<reason>`, stable for ever: clients branch on it. */
  abstract readonly code: string;

  constructor(
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}
