import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemDocument } from '../errors/problem';
import { frameworkRefusal } from '../errors/translate';
import { isPatient } from './streamed-body';

const STATUSES: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Answers what Node could not even read as a request: there is no request and no reply yet, only a socket. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isPatient(socket)) return;
  // An answer to an earlier request may be on its way: ours must not be taken for it.
  const isAnswering = Boolean((socket as { _httpMessage?: unknown })._httpMessage);
  if (socket.writable && !isAnswering) socket.write(unreadableAnswer(STATUSES[error.code ?? ''] ?? 400));
  socket.destroySoon();
}

function unreadableAnswer(status: number): string {
  const { code, detail } = frameworkRefusal(status);
  const requestId = randomUUID();
  const body = problemDocument({ status, code, detail, instance: '', requestId });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-ID: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
