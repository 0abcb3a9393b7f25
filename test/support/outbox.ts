import type { DynamicModule, Type } from '@nestjs/common';
import { type INestApplicationContext, Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from '../../src/platform/config/config';
import { ConfigModule } from '../../src/platform/config/config.module';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { type Tx, UnitOfWork } from '../../src/platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../../src/platform/outbox/handles.decorator';
import type { Recorded } from '../../src/platform/outbox/outbox-event';
import { HttpModule } from '../../src/platform/http/http.module';
import { JobsModule } from '../../src/platform/jobs/jobs.module';
import { OutboxModule } from '../../src/platform/outbox/outbox.module';
import { OutboxService } from '../../src/platform/outbox/outbox.service';
import { createDatabase, type TestDatabase } from './database';

export class NoteTaken {
  static readonly type = 'note.taken';

  constructor(
    readonly player: string,
    readonly number: number,
  ) {}
}

export class NoteLost {
  static readonly type = 'note.lost';
}

/** Copies notes into `copies`, once per event if all is right, and fails on those in `poison`. */
@Injectable()
@Handles(NoteTaken)
export class CopyNotes implements OutboxHandler<NoteTaken> {
  /** Set by a test that wants to do something while a window is applied. */
  static duringApply: (events: readonly Recorded<NoteTaken>[]) => Promise<void> = async () => undefined;

  async apply(tx: Tx, events: readonly Recorded<NoteTaken>[]): Promise<void> {
    const poison = await tx.query<{ number: number }[]>('select number from poison');
    for (const { eventId, player, number } of events) {
      if (poison.some((row) => row.number === number)) throw new Error(`Note ${number} is poison.`);
      await tx.query('insert into copies (event_id, player, number) values ($1, $2, $3)', [eventId, player, number]);
    }
    await CopyNotes.duringApply(events);
  }
}

export async function createNotesDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  await database.query(`
    create table copies (at bigserial, event_id bigint, player text, number int);
    create table poison (number int);
    grant all on copies, poison, copies_at_seq to public`);
  return database;
}

export interface OutboxProcess {
  context: INestApplicationContext;
  get<T>(type: Type<T>): T;
  /** Writes notes in one transaction. */
  take(...notes: NoteTaken[]): Promise<void>;
  close(): Promise<void>;
}

/** What a Florin process has of the outbox: a worker, or only a writer. */
export async function startOutbox(
  database: TestDatabase,
  { role = 'worker', env = {}, handlers = [CopyNotes] as Type[] } = {},
): Promise<OutboxProcess> {
  const config = Config.fromEnv({
    DATABASE_URL: database.url,
    FLORIN_DATA: '/nonexistent',
    JWT_SECRET: 'unused',
    ROLE: role,
    ...env,
  });
  class Root {}
  const root: DynamicModule = {
    module: Root,
    imports: [ConfigModule.of(config), DatabaseModule, HttpModule, JobsModule, OutboxModule],
    providers: handlers,
  };
  const context = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  return {
    context,
    get: (type) => context.get(type, { strict: false }),
    take: (...notes) =>
      context.get(UnitOfWork).run((tx) => context.get(OutboxService, { strict: false }).add(tx, notes)),
    close: () => context.close(),
  };
}
