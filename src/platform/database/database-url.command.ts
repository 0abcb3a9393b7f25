import { once } from 'node:events';
import { type SettingsCommand, UsageError } from '../cli/cli-command';
import { type EmbeddedPostgres, findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

/** The address of the embedded database's owner, alone on the standard output: `psql "$(… database-url)"`. */
export const databaseUrl: SettingsCommand = {
  needs: 'settings',
  summary: 'the address of the embedded database, for psql',
  usage: ['', 'hold      (starts it when Florin does not run, until Ctrl-C)'],
  async run({ databaseUrl: own, dataFolder }, [action, ...rest], print, warn) {
    if ((action !== undefined && action !== 'hold') || rest.length > 0) throw new UsageError('Only "hold" may follow.');
    if (own !== undefined) throw new Error('DATABASE_URL is set: that is the database, and there is no embedded one.');
    const isHeld = action === 'hold';
    const database = isHeld ? await startEmbeddedPostgres(dataFolder) : await running(dataFolder);
    const told = isHeld ? nextSignal() : undefined;
    warn(
      'This is the owner of the database, a superuser, whom nothing stops. Florin itself connects as a lesser role.',
    );
    print(database.ownerUrl);
    await told;
    await database.release();
  },
};

async function nextSignal(): Promise<void> {
  const awake = setInterval(() => undefined, 60_000); // to listen to signals keeps no process alive
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(awake);
}

async function running(dataFolder: string): Promise<EmbeddedPostgres> {
  const database = await findEmbeddedPostgres(dataFolder);
  if (database) return database;
  throw new Error(
    `The embedded database in ${dataFolder} does not run, so it has no address. Start Florin (npm start), or let ` +
      '`npm run florin -- database-url hold` start the database alone.',
  );
}
