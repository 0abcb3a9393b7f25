import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instanceOf, PROBLEM_TYPE, problemDocument } from './problem';
import { frameworkRefusal, type Refusal, translate } from './translate';

const BEARABLE_BYTES = 16 * 1024 * 1024;

/** Every error of every route leaves the process here, as a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param methodsAt the methods that the routes at a path know */
  constructor(private readonly methodsAt: (path: string) => readonly string[]) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    const refusal = request.is404 ? this.unrouted(request, reply) : translate(error);
    if (refusal.status === 500) request.log.error({ requestId: request.id, err: error }, 'A request failed.');
    if (refusal.status === 413) readOn(request, reply);
    if (reply.raw.headersSent) reply.raw.destroy();
    else sendProblem(request, reply, refusal);
  }

  private unrouted(request: FastifyRequest, reply: FastifyReply): Refusal {
    const methods = this.methodsAt(instanceOf(request.raw.url ?? ''));
    if (methods.length === 0 || methods.includes(request.method)) return frameworkRefusal(404);
    reply.header('allow', methods.join(', '));
    return frameworkRefusal(405);
  }
}

/**
 * Fastify would cut the connection while the client still sends, and many clients and proxies then never see the
 * answer. What is left of a body of a known, bearable size is read and thrown away instead.
 */
function readOn(request: FastifyRequest, reply: FastifyReply): void {
  if (Number(request.headers['content-length']) <= BEARABLE_BYTES) reply.removeHeader('connection');
}

/** For errors that never reach Nest as well. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  const { status, code, detail, details, retryAfterSeconds } = refusal;
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
  const problem = { status, code, detail, instance: instanceOf(request.raw.url ?? ''), requestId: request.id };
  void reply.code(status).header('content-type', PROBLEM_TYPE).send(problemDocument(problem, details));
}
