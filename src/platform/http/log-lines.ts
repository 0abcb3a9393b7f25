import type { DestinationStream } from 'pino';

interface Line {
  time: string;
  level: string;
  msg?: string;
  context?: string;
  err?: { stack?: string } | string;
  stack?: string;
}

/** Turns JSON lines into `12:00:01 info  Context: message {"more":1}`. */
export function plainLines(output: Pick<NodeJS.WritableStream, 'write'>): DestinationStream {
  return { write: (json) => void output.write(plainLine(json)) };
}

export function plainLine(json: string): string {
  const { time, level, msg, context, err, stack, ...rest } = JSON.parse(json) as Line;
  const trace = stack ?? (typeof err === 'string' ? err : err?.stack);
  const head = `${time.slice(11, 19)} ${level.padEnd(5)} ${context === undefined ? '' : `${context}: `}${msg ?? ''}`;
  const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
  return `${head}${more}${trace === undefined ? '' : `\n${trace}`}\n`;
}
