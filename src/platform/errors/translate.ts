import { HttpException, HttpStatus } from '@nestjs/common';
import { isPassing } from '../database/database-errors';
import { DomainError, type ErrorDetails, type ErrorKind } from './domain-error';
import { Unavailable } from './platform.errors';

/** What an error says over HTTP. */
export interface Refusal {
  status: number;
  code: string;
  detail: string;
  details?: ErrorDetails;
  retryAfterSeconds?: number;
}

export const STATUS_OF: Record<ErrorKind, HttpStatus> = {
  invalid: HttpStatus.BAD_REQUEST,
  unauthorized: HttpStatus.UNAUTHORIZED,
  insufficient: HttpStatus.PAYMENT_REQUIRED,
  forbidden: HttpStatus.FORBIDDEN,
  not_found: HttpStatus.NOT_FOUND,
  conflict: HttpStatus.CONFLICT,
  precondition_failed: HttpStatus.PRECONDITION_FAILED,
  rejected: HttpStatus.UNPROCESSABLE_ENTITY,
  too_large: HttpStatus.PAYLOAD_TOO_LARGE,
  unsupported_media: HttpStatus.UNSUPPORTED_MEDIA_TYPE,
  rate_limited: HttpStatus.TOO_MANY_REQUESTS,
  unavailable: HttpStatus.SERVICE_UNAVAILABLE,
};

/** What the framework itself refuses: a status, to which we give a code and words of ours. */
const FRAMEWORK: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['request.invalid', 'The request could not be understood.'],
  401: ['auth.unauthorized', 'This needs a valid token.'],
  403: ['auth.forbidden', 'This is not allowed.'],
  404: ['route.not_found', 'There is nothing at this address.'],
  405: ['route.method_not_allowed', 'This address does not know that method.'],
  408: ['request.timeout', 'The request did not arrive in time.'],
  413: ['request.too_large', 'The body is too large.'],
  // Nothing of ours has so long a name.
  414: ['route.not_found', 'There is nothing at this address.'],
  415: ['request.unsupported_media_type', 'Send application/json in UTF-8, not compressed.'],
  429: ['rate_limit.exceeded', 'Too many requests. Try again later.'],
  431: ['request.headers_too_large', 'The headers are too large.'],
};

export const INTERNAL: Refusal = { status: 500, code: 'internal', detail: 'Something went wrong on our side.' };

/** The one place where words of the domain become statuses. What nobody foresaw tells nothing. */
export function translate(error: unknown): Refusal {
  if (error instanceof DomainError) return domainRefusal(error);
  if (isPassing(error)) return domainRefusal(new Unavailable());
  return frameworkRefusal(frameworkStatus(error));
}

export function frameworkRefusal(status: number | undefined): Refusal {
  if (status === 503) return domainRefusal(new Unavailable());
  const known = status === undefined ? undefined : FRAMEWORK[status];
  if (known) return { status: status === 414 ? 404 : status!, code: known[0], detail: known[1] };
  return status !== undefined && status >= 400 && status < 500 ? frameworkRefusal(400) : INTERNAL;
}

function domainRefusal(error: DomainError): Refusal {
  const { retryAfterSeconds } = error as { retryAfterSeconds?: unknown };
  return {
    status: STATUS_OF[error.kind],
    code: error.code,
    detail: error.message,
    details: error.details,
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  };
}

/** Nest's exceptions know their status by a method, Fastify's and Node's by a property. */
function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (typeof error === 'object' && error !== null ? error : {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}
