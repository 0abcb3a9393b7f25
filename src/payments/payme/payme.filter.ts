import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/errors/domain-error';
import { Unauthorized } from '../../platform/security/security.errors';
import { NotificationsService } from '../notifications.service';
import { PROVIDER } from './payme-orders';
import { PaymeError, paymeError } from './payme.errors';
import { keptOfRefused } from './payme-refused-call';
import { errorAnswer, idOf } from './payme-rpc';

/** Whatever goes wrong, Payme is told in its own words under HTTP 200: it takes any other status for a fault of ours. */
@Catch()
export class PaymeFilter implements ExceptionFilter {
  private readonly logger = new Logger(PaymeFilter.name);

  constructor(private readonly notifications: NotificationsService) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    if (error instanceof PaymeError) await this.keep(error, request);
    else if (!(error instanceof DomainError)) this.logger.error(error, 'A call of Payme failed.');
    sendPaymeError(asPaymeError(error), request, reply);
  }

  /** That it cannot be stored is no reason not to answer. */
  private async keep({ refusal }: PaymeError, { body, headers }: FastifyRequest): Promise<void> {
    try {
      const text = Buffer.isBuffer(body) ? keptOfRefused(body) : '';
      await this.notifications.refuse({ provider: PROVIDER, reason: refusal, body: text, headers });
    } catch (error) {
      this.logger.error(error, 'A call of Payme that was refused could not be stored.');
    }
  }
}

/** For bodies that no handler ever sees: too large, or cut off. */
export function answerUnreadable(_: Error, request: FastifyRequest, reply: FastifyReply): void {
  sendPaymeError(paymeError('unreadable'), request, reply);
}

function asPaymeError(error: unknown): PaymeError {
  if (error instanceof PaymeError) return error;
  return paymeError(error instanceof Unauthorized ? 'unauthorized' : 'internal');
}

function sendPaymeError(error: PaymeError, { body }: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(errorAnswer(idOf(body), error));
}
