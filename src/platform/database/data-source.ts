import { join } from 'node:path';
import type { DataSourceOptions, MigrationInterface } from 'typeorm';
import type { Config } from '../config/config';

export type MigrationClass = new () => MigrationInterface;

/** Beside `src`, in the sources and in the build alike. */
export const migrationsFolder = join(__dirname, '..', '..', '..', 'migrations');

/** How the application connects: pipelined connections and a bound on everything that could wait for ever. */
export function dataSourceOptions(config: Config): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: `florin ${config.role}`,
    migrations: [],
    synchronize: false,
    logging: false,
    poolSize: config.databasePool,
    connectTimeoutMS: 2_500,
    installExtensions: false,
    extra: {
      pipeline: true,
      keepAlive: true,
      statement_timeout: 10_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 15_000,
      query_timeout: 12_000,
      options: '-c jit=off -c timezone=UTC',
    },
  };
}

/** How these migrations connect: as the owner of the schema, alone, without the application's limits. */
export function ownerDataSourceOptions(config: Config, migrations: readonly MigrationClass[]): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseOwnerUrl,
    applicationName: 'florin migrations',
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 2,
    connectTimeoutMS: 5_000,
    installExtensions: false,
  };
}
