import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../config/config';

export type Print = (line: string) => void;

/** A command of `npm run florin -- <name> …`: a `*.command.ts` beside what it drives, listed in `florin.ts`. */
export type CliCommand = AppCommand | DatabaseCommand | SettingsCommand;

interface About {
  /** What follows the name, in one line each. */
  usage: readonly string[];
  summary: string;
}

/** Works through the application, made on the database. `print` writes what was asked for, `warn` everything else. */
export interface AppCommand extends About {
  needs?: undefined;
  /** Brings the schema of any database up to date first; otherwise only that of the embedded one. */
  migrates?: boolean;
  /** @throws UsageError when the arguments make no sense */
  run(app: INestApplicationContext, args: readonly string[], print: Print, warn: Print): Promise<void>;
}

/** Works on the database as it is, whatever its schema: the settings hold its addresses, the embedded one runs. */
export interface DatabaseCommand extends About {
  needs: 'database';
  /** Ends with a proof of the books, made by `verify` through the application. */
  provesBooks?: boolean;
  run(config: Config, args: readonly string[], print: Print, warn: Print): Promise<void>;
}

/** Needs nothing but the settings. */
export interface SettingsCommand extends About {
  needs: 'settings';
  run(config: Config, args: readonly string[], print: Print, warn: Print): Promise<void>;
}

/** The command was called in a way that it does not know. */
export class UsageError extends Error {}
