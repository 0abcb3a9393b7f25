import type { FastifyReply } from 'fastify';
import type { Accepted } from './receipt';

/** Sends a receipt's body as it is stored, so that a replay is the same to the byte. */
export function replyWith(reply: FastifyReply, receipt: Accepted): string {
  reply.code(receipt.status).header('content-type', 'application/json; charset=utf-8');
  if (receipt.replayed) reply.header('idempotent-replayed', 'true');
  return receipt.body;
}
