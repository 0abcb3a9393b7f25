import { parseJsonBody } from '../../platform/http/json-body';
import { type PaymeError, paymeError } from './payme.errors';

export type RpcId = number | string | null;
export type RpcObject = Readonly<Record<string, unknown>>;

export interface RpcCall {
  method: string;
  params: RpcObject;
}

/** What arrived, before anybody knows whether it is a call. */
export interface RpcEnvelope {
  id: RpcId;
  content: unknown;
}

export interface RpcAnswer {
  jsonrpc: '2.0';
  id: RpcId;
  result?: object;
  error?: { code: number; message: object; data?: string };
}

/**
 * The content and its id, which every answer repeats, a refusal too.
 *
 * @throws PaymeError when it is not JSON
 */
export function openEnvelope(body: Buffer): RpcEnvelope {
  if (body.length === 0) throw paymeError('unreadable');
  let content: unknown;
  try {
    content = parseJsonBody(body);
  } catch {
    throw paymeError('unreadable');
  }
  const id = isObject(content) ? content.id : undefined;
  return { id: typeof id === 'number' || typeof id === 'string' ? id : null, content };
}

/** Null where there is none to be read. */
export function idOf(body: unknown): RpcId {
  try {
    return Buffer.isBuffer(body) ? openEnvelope(body).id : null;
  } catch {
    return null;
  }
}

/**
 * Payme names its parameters, counts its calls and leaves `jsonrpc` away.
 *
 * @throws PaymeError
 */
export function readCall({ content }: RpcEnvelope): RpcCall {
  if (!isObject(content)) throw paymeError('malformed');
  const { id, method, params } = content;
  if (!Number.isSafeInteger(id)) throw paymeError('malformed', 'id');
  if (typeof method !== 'string' || method === '') throw paymeError('malformed', 'method');
  if (!isObject(params)) throw paymeError('malformed', 'params');
  return { method, params };
}

export function resultAnswer(id: RpcId, result: object): RpcAnswer {
  return { jsonrpc: '2.0', id, result };
}

export function errorAnswer(id: RpcId, { code, words, data }: PaymeError): RpcAnswer {
  return { jsonrpc: '2.0', id, error: { code, message: words, ...(data === undefined ? {} : { data }) } };
}

export function isObject(value: unknown): value is RpcObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
