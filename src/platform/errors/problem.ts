import type { ErrorDetails } from './domain-error';

export const PROBLEM_TYPE = 'application/problem+json';

/** A refusal as clients see it (RFC 9457). */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  instance: string;
  requestId: string;
}

/** The document as text. Details become extension members; they never replace a standard one. */
export function problemDocument(problem: Problem, details: ErrorDetails = {}): string {
  const { status, code, detail, instance, requestId } = problem;
  const type = `urn:problem-type:florin:${code}`;
  const standard = { type, title: titleOf(code), status, detail, instance, code, requestId };
  return JSON.stringify({ ...standard, ...details, ...standard });
}

/** `wallet.insufficient_funds` reads as "Wallet: insufficient funds". */
export function titleOf(code: string): string {
  const [noun, reason] = code.replaceAll('_', ' ').split('.');
  const title = reason === undefined ? noun : `${noun}: ${reason}`;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** The path without its query, which may hold what should not be repeated. */
export function instanceOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
