import 'reflect-metadata';
import { createApp } from './create-app';
import { board } from './demonstration/board';
import { DemonstrationService } from './demonstration/demonstration.service';
import { DemonstrationHistory } from './demonstration/history/history.service';
import { Config } from './platform/config/config';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres';
import { migrate } from './platform/database/migrate';
import { drain } from './platform/http/drain';
import { Ending } from './platform/http/ending';
import { requireFreePort } from './platform/http/free-port';
import { createLog } from './platform/http/log';

void main();

/** Starts what ROLE says. */
async function main(): Promise<void> {
  let ending: Ending | undefined;
  try {
    const settings = Config.fromEnv();
    await requireFreePort(settings.port, settings.host);
    ending = new Ending(settings.shutdownGraceSeconds, createLog(settings)).listen();
    const config = settings.databaseUrl === undefined ? await withEmbeddedDatabase(settings, ending) : settings;
    await migrate(config);
    await serve(config, ending);
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n`);
    if (ending) await ending.begin(1);
    else process.exit(1);
  }
}

async function withEmbeddedDatabase(config: Config, ending: Ending): Promise<Config> {
  const database = await startEmbeddedPostgres(config.dataFolder);
  ending.add(() => database.stop());
  return config.withDatabase(database.url, database.ownerUrl);
}

async function serve(config: Config, ending: Ending): Promise<void> {
  const app = await createApp(config);
  ending.add(() => app.close());
  await app.init();
  const demonstration = config.demo && config.role !== 'worker' ? app.get(DemonstrationService) : undefined;
  const accounts = (await demonstration?.seedIfEmpty()) ?? null;
  await app.listen(config.port, config.host);
  ending.add(() => drain(app, config.shutdownDelaySeconds * 1_000, config.shutdownGraceSeconds * 800));
  process.stdout.write(`${board(config, await app.getUrl(), accounts)}\n`);
  if (demonstration !== undefined) app.get(DemonstrationHistory).grow();
}

/** A fault that we foresaw is a plain error that explains itself; of others the place matters. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' && error.message !== '' ? error.message : (error.stack ?? error.name);
}
