import type { FastifyReply } from 'fastify';

/** An answer that is kept with its key, or was. */
export interface StoredReply {
  status: number;
  /** JSON. */
  body: string;
  replayed: boolean;
}

/** Sends the body as it is stored, so that a replay is the same to the byte. */
export function replyWith(reply: FastifyReply, { status, body, replayed }: StoredReply): string {
  reply.code(status).header('content-type', 'application/json; charset=utf-8');
  if (replayed) reply.header('idempotent-replayed', 'true');
  return body;
}
