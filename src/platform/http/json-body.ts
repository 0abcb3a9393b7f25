import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from '../errors/platform.errors';
import { UnsupportedMediaType } from './http.errors';

export const MAX_DEPTH = 32;
export const MAX_MEMBERS = 1_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** JSON is the only thing that Florin reads: no forms, no text, no other charset, nothing compressed. */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      requirePlainUtf8(request);
      done(null, parseJsonBody(body as Buffer, request.routeOptions.config.largeBody?.members));
    } catch (error) {
      done(error as Error);
    }
  });
}

function requirePlainUtf8({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new UnsupportedMediaType('Bodies must not be compressed (Content-Encoding).');
  }
  const type = headers['content-type'];
  if (type === 'application/json' || type === undefined) return;
  const [, ...parameters] = type.toLowerCase().split(';');
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name === 'charset' && !/^"?utf-?8"?$/.test(value)) {
      throw new UnsupportedMediaType('JSON travels in UTF-8.');
    }
  }
}

/**
 * The object or array in the text, and nothing that would hurt later: no depth that breaks recursive code, no flood of
 * members, no name given twice (readers disagree about which one counts), no `__proto__`, `constructor` or other name that
 * every object has already, and no text that PostgreSQL cannot store.
 *
 * @throws InvalidRequest
 */
export function parseJsonBody(body: Buffer, maxMembers = MAX_MEMBERS): unknown {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new InvalidRequest('The body is not valid UTF-8.');
  const text = body.toString('utf8');
  const { members, hasEscapes } = survey(text, maxMembers);
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw new InvalidRequest('The body must be a JSON object.');
  if (inspect(value, hasEscapes) !== members) throw new InvalidRequest('A name appears twice in one JSON object.');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidRequest('The body is not valid JSON.');
  }
}

/** Counts before anything is built: the depth, and the members by their colons. */
function survey(text: string, maxMembers: number): { members: number; hasEscapes: boolean } {
  let depth = 0;
  let members = 0;
  let hasEscapes = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) {
          if (text.charCodeAt(at) !== BACKSLASH) continue;
          hasEscapes = true;
          at++;
        }
        break;
      case 0x7b: // {
      case 0x5b: // [
        if (++depth > MAX_DEPTH) throw new InvalidRequest(`The body is nested deeper than ${MAX_DEPTH} levels.`);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
      case 0x3a: // :
        if (++members > maxMembers) throw new InvalidRequest(`The body has more than ${maxMembers} members.`);
        break;
    }
  }
  return { members, hasEscapes };
}

/** Valid UTF-8 holds no lone surrogate, and JSON no raw NUL: both need an escape, which most bodies do not have. */
function inspect(value: unknown, hasEscapes: boolean): number {
  if (typeof value === 'string') {
    if (hasEscapes) requireStorable(value);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += inspect(item, hasEscapes);
    return members;
  }
  for (const name in value) {
    if (name in Object.prototype) throw new InvalidRequest(`The name ${name} is not allowed.`);
    if (hasEscapes) requireStorable(name);
    members += 1 + inspect((value as Record<string, unknown>)[name], hasEscapes);
  }
  return members;
}

function requireStorable(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new InvalidRequest('Text must not hold NUL characters or lone surrogates.');
  }
}
