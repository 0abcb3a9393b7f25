import { type ArgumentsHost, Catch, type ExceptionFilter, HttpStatus, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { translate } from '../../platform/errors/translate';
import { XsollaRefusal } from './xsolla.errors';

/**
 * Whatever goes wrong, Xsolla is told in its own words: 400 for what will never be right, 503 for what may be right
 * later. It repeats nothing that was answered with any other status.
 */
@Catch()
export class XsollaFilter implements ExceptionFilter {
  private readonly logger = new Logger(XsollaFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const [, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    if (error instanceof XsollaRefusal) return send(reply, HttpStatus.BAD_REQUEST, error.code, error.message);
    const { status, detail, retryAfterSeconds } = translate(error);
    if (status === 500) this.logger.error(error, 'A notification of Xsolla failed.');
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
    const isPassing = status >= 500 || status === 429;
    if (isPassing) send(reply, HttpStatus.SERVICE_UNAVAILABLE, 'SERVER_ERROR', detail);
    else send(reply, HttpStatus.BAD_REQUEST, 'INVALID_PARAMETER', detail);
  }
}

/** For bodies that no handler ever sees: too large, or cut off. */
export function answerUnreadable(_: Error, __: FastifyRequest, reply: FastifyReply): void {
  send(reply, HttpStatus.BAD_REQUEST, 'INVALID_PARAMETER', 'The body is too large, or cannot be read.');
}

function send(reply: FastifyReply, status: HttpStatus, code: string, message: string): void {
  void reply.code(status).send({ error: { code, message } });
}
