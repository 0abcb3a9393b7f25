import type { INestApplicationContext } from '@nestjs/common';

/** A command of `npm run florin -- <name> …`: a `*.command.ts` beside what it drives, listed in `florin.ts`. */
export interface CliCommand {
  /** What follows the name, in one line each. */
  usage: readonly string[];
  summary: string;
  /** Brings the schema of any database up to date first; otherwise only that of the embedded one. */
  migrates?: boolean;
  /** @throws UsageError when the arguments make no sense */
  run(app: INestApplicationContext, args: readonly string[], print: (line: string) => void): Promise<void>;
}

/** The command was called in a way that it does not know. */
export class UsageError extends Error {}
