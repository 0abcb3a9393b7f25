import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../config/config';
import { plainLines } from './log-lines';

/** Names whose values never reach the log, at the top of a line or one level below. */
const SECRET = /authorization|cookie|password|secret|token/i;

/** One log for Fastify, Nest and ourselves: JSON lines on stdout in production, plain ones for people elsewhere. */
export function createLog(config: Pick<Config, 'logLevel' | 'production'>, destination?: DestinationStream): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      // pino's own redaction would be paid by the child log of every request, whether it writes a line or not.
      formatters: { level: (label) => ({ level: label }), log: (line) => withoutSecrets(line, 1) },
      serializers: { err: describeError },
    },
    destination ?? (config.production ? pino.destination(1) : plainLines(process.stdout)),
  );
}

function withoutSecrets(line: Record<string, unknown>, levels: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => {
      if (SECRET.test(name)) return [name, '[redacted]'];
      const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
      return [name, isPlain && levels > 0 ? withoutSecrets(value as Record<string, unknown>, levels - 1) : value];
    }),
  );
}

/**
 * What happened and where. The other properties of an error stay out: a driver's carry the parameters of the statement,
 * which are passwords, addresses and stored answers.
 */
export function describeError(error: unknown): object | string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack ?? '',
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
