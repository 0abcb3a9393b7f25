import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IdempotencyKeyInvalid, IdempotencyKeyMissing } from './idempotency.errors';

/** The key of a request and what the request was. */
export interface IdempotentRequest {
  key: string;
  /** SHA-256 of method, route, path parameters and canonical body, base64url. */
  fingerprint: string;
}

/** `Idempotency-Key`, bare or as a structured-field string; undefined when absent and not `required`. */
export const IdempotencyKey = createParamDecorator(
  (options: { required: boolean } | undefined, context: ExecutionContext): IdempotentRequest | undefined => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers['idempotency-key'];
    if (header !== undefined) return { key: parseKey(header), fingerprint: fingerprintOf(request) };
    if (options?.required) throw new IdempotencyKeyMissing();
    return undefined;
  },
);

/** @throws IdempotencyKeyInvalid */
export function parseKey(header: string | string[]): string {
  const text = String(header);
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(text);
  const key = quoted === null ? text : quoted[1].replace(/\\(["\\])/g, '$1');
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new IdempotencyKeyInvalid();
  return key;
}

function fingerprintOf(request: FastifyRequest): string {
  const { method, routeOptions, params, body } = request;
  return hash('sha256', JSON.stringify([method, routeOptions.url, canonical(params), canonical(body)]), 'base64url');
}

/** The same value whatever the order of its members (in the spirit of RFC 8785). */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, canonical(member)]));
}
