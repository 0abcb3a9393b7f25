import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

/** What Nest tells about its own start is of interest to whoever debugs it. */
const FRAMEWORK_CONTEXTS: ReadonlySet<string> = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Nest's `Logger` writes into our log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const isFramework = FRAMEWORK_CONTEXTS.has(String(rest.at(-1)));
    this.write(isFramework ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** `logger.error(error, 'text')`, `logger.error('text', stack)` and `logger.log({ any: 1 }, 'text')` all end in the context. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.logger.isLevelEnabled(level)) return;
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    const parts = [message, ...(context === undefined ? rest : rest.slice(0, -1))];
    const err = parts.find((part) => part instanceof Error);
    const texts = parts.filter((part) => typeof part === 'string');
    const stack = texts.find((text) => /\n\s+at /.test(text));
    const data = parts.find((part) => typeof part === 'object' && part !== null && !(part instanceof Error));
    const text = texts.filter((each) => each !== stack).join(' ') || err?.message;
    this.logger[level]({ ...(data as object), ...(err ? { err } : {}), ...(stack ? { stack } : {}), context }, text);
  }
}
