import { availableParallelism } from 'node:os';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/**
 * Joins run as they are written, the right side in memory and the left side streamed. Rows leave a query in the
 * order of their file as long as no join is in it. Nothing is kept, so nothing need be tidied up at a commit.
 */
const SETTINGS = `
set global timezone = 'UTC';
set global preserve_insertion_order = true;
set global checkpoint_threshold = '1TB';
set global disabled_optimizers = 'join_order,build_side_probe_side'`;

/** DuckDB in memory, for one run. */
export class EngineDatabase {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** What does not fit into `memory` is spilled into `folder`. */
  static async open(memory: string, folder: string): Promise<EngineDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: memory,
      temp_directory: folder,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const database = new EngineDatabase(instance, await instance.connect());
    await database.run(SETTINGS);
    return database;
  }

  /**
   * In the beginning each statement has one core. With more, whoever asked for a statement looks without rest whether
   * others have done their part: worth it for what many can do at once, not for few rows, nor for what runs side by side.
   */
  async useAllCores(): Promise<void> {
    await this.run('reset global threads');
  }

  /** As many statements as there are cores, or more, at the same time. */
  async useOneCoreEach(statements: number): Promise<void> {
    if (availableParallelism() <= statements) await this.run('set global threads = 1');
  }

  /** Another session on the same tables, for work at the same time. Ends with the database. */
  async session(): Promise<EngineDatabase> {
    return new EngineDatabase(this.instance, await this.instance.connect());
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** A few rows, as the JSON of their values: exact numbers are texts. */
  async rows<T>(sql: string): Promise<T[]> {
    const reader = await this.connection.runAndReadAll(sql);
    return reader.getRowObjectsJson() as T[];
  }

  /** Many rows, as many at once as come. */
  async *stream<Row extends unknown[]>(sql: string): AsyncGenerator<Row[]> {
    const result = await this.connection.stream(sql);
    for await (const rows of result.yieldRows()) yield rows as Row[];
  }

  /** Adds rows of two numbers, and of a word where there is one. */
  async append(table: string, rows: readonly (readonly [bigint, bigint])[], word?: string): Promise<void> {
    const appender = await this.connection.createAppender(table);
    for (const [one, other] of rows) {
      appender.appendBigInt(one);
      appender.appendBigInt(other);
      if (word !== undefined) appender.appendVarchar(word);
      appender.endRow();
    }
    appender.closeSync();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
