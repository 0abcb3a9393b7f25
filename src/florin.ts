import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { createAdmin } from './auth/create-admin.command';
import { verify } from './books/verify.command';
import { seed } from './demonstration/seed.command';
import { type AppCommand, type CliCommand, UsageError } from './platform/cli/cli-command';
import { Config } from './platform/config/config';
import { backup } from './platform/database/backup.command';
import { databaseUrl } from './platform/database/database-url.command';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres';
import { migrate } from './platform/database/migrate';
import { restore } from './platform/database/restore.command';
import { pipelineLedger } from './pipeline/pipeline-ledger.command';
import { createLog } from './platform/http/log';
import { NestLog } from './platform/http/nest-log';
import { outbox } from './platform/outbox/outbox.command';
import { sellablesMock } from './sellables/mock/sellables-mock.command';
import { simulate } from './simulator/simulate.command';

/** Every command, by its name. */
const COMMANDS: Readonly<Record<string, CliCommand>> = {
  backup,
  'create-admin': createAdmin,
  'database-url': databaseUrl,
  outbox,
  'pipeline-ledger': pipelineLedger,
  restore,
  seed,
  'sellables-mock': sellablesMock,
  simulate,
  verify,
};

const print = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);

void begin();

async function begin(): Promise<void> {
  const code = await main(process.argv.slice(2));
  // Whatever was printed is on its way first: a pipe takes its time.
  process.stdout.write('', () => process.exit(code));
}

/** The exit code: 0 when it was done, 1 when it failed, 2 when it was asked in a way that nobody understands. */
async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) return help();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (command === undefined) throw new UsageError(`There is no command "${name}".`);
    await start(command, args, Config.fromEnv().withRole('command'));
    return 0;
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError)) return 1;
    complain('See: npm run florin -- help');
    return 2;
  }
}

function help(): number {
  print('npm run florin -- <command>\n');
  for (const [name, { usage, summary }] of Object.entries(COMMANDS)) {
    print(`${name}: ${summary}`);
    for (const line of usage) print(`  florin ${name} ${line}`.trimEnd());
  }
  return 0;
}

async function start(command: CliCommand, args: readonly string[], settings: Config): Promise<void> {
  if (command.needs === 'settings') return command.run(settings, args, print, complain);
  await withDatabase(settings, async (config) => {
    if (command.needs === undefined) return run(command, args, config);
    await command.run(config, args, print, complain);
    if (command.provesBooks === true) await run(verify, [], config);
  });
}

/** The database of the settings, or the embedded one, which may be running for another process already. */
async function withDatabase(config: Config, work: (config: Config) => Promise<void>): Promise<void> {
  if (config.databaseUrl !== undefined) return work(config);
  const database = await startEmbeddedPostgres(config.dataFolder);
  try {
    await work(config.withDatabase(database.url, database.ownerUrl));
  } finally {
    await database.release();
  }
}

async function run(command: AppCommand, args: readonly string[], config: Config): Promise<void> {
  if (command.migrates === true || config.embeddedDatabase) await migrate(config);
  const log = createLog({ production: config.production, logLevel: 'warn' }, process.stderr);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  try {
    await command.run(app, args, print, complain);
  } finally {
    await app.close();
  }
}
