import type { Socket } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Client } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { ConnectionLost, OutcomeUnknown, Unavailable } from '../errors/platform.errors';
import { isDatabaseAway, isSerializationFailure, isTransactionAborted } from './database-errors';
import type { Statement } from './statement';
import type { TransactionSettings } from './transaction-settings';

declare const inUnitOfWork: unique symbol;

/** An entity manager inside a transaction; only `UnitOfWork.run` can make one. */
export interface Tx extends EntityManager {
  readonly [inUnitOfWork]: true;
  /** Puts a named statement on the wire at once, without waiting for those sent before it. */
  send<Row>(statement: Statement): Promise<Row[]>;
  /** Sends the last statement of the unit together with COMMIT; nothing may be sent after it. */
  sendLast(statement: Statement): Promise<void>;
  /** Settings for the rest of the unit, whoever sends what in it. On the wire at once. */
  set(settings: TransactionSettings): void;
  /** Runs after the commit and before `run` returns; it must not fail the caller, for the work stands. */
  afterCommit(effect: () => void | Promise<void>): void;
}

const MAX_ATTEMPTS = 5;

/**
 * One transaction at READ COMMITTED on one connection. The connection is pipelined: BEGIN travels with the first
 * statements and COMMIT, by `sendLast`, with the last, so that a read-decide-write unit costs two round trips.
 */
@Injectable()
export class UnitOfWork {
  private readonly logger = new Logger(UnitOfWork.name);

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction. On a serialization failure or deadlock the whole work runs again, at most five
   * times. It does not nest.
   *
   * @param settings travel with BEGIN
   * @throws Unavailable when no connection can be had: nothing happened
   * @throws ConnectionLost when it is lost before COMMIT was sent: nothing happened
   * @throws OutcomeUnknown when the connection is lost after COMMIT was sent
   */
  async run<T>(work: (tx: Tx) => Promise<T>, settings?: TransactionSettings): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, settings);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isSerializationFailure(error)) throw error;
      }
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>, settings?: TransactionSettings): Promise<T> {
    const unit = await Unit.begin(this.dataSource.createQueryRunner(), settings);
    try {
      const result = await work(unit.tx);
      await unit.commit();
      await unit.release();
      await this.runEffects(unit.effects);
      return result;
    } catch (error) {
      await unit.rollback();
      throw unit.translate(error);
    }
  }

  private async runEffects(effects: readonly (() => void | Promise<void>)[]): Promise<void> {
    for (const effect of effects) {
      try {
        await effect();
      } catch (error) {
        this.logger.error(error, 'An effect after a commit failed; the commit stands.');
      }
    }
  }
}

type UnitState = 'open' | 'committing' | 'ended';

class Unit {
  readonly tx: Tx;
  readonly effects: (() => void | Promise<void>)[] = [];
  private state: UnitState = 'open';
  private firstError: unknown;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: Client,
    settings?: TransactionSettings,
  ) {
    // TypeORM would open a transaction of its own for each save: its flag does not see our pipelined BEGIN.
    Object.assign(runner, { isTransactionActive: true });
    this.tx = Object.assign(runner.manager, {
      send: <Row>(statement: Statement) => this.send<Row>(statement),
      sendLast: (statement: Statement) => this.sendLast(statement),
      set: (settings: TransactionSettings) => void this.settled(client.query(settings)),
      afterCommit: (effect: () => void | Promise<void>) => void this.effects.push(effect),
    }) as unknown as Tx;
    this.together();
    void this.settled(client.query(settings === undefined ? 'begin' : `begin; ${settings}`));
  }

  static async begin(runner: QueryRunner, settings?: TransactionSettings): Promise<Unit> {
    try {
      return new Unit(runner, (await runner.connect()) as Client, settings);
    } catch (error) {
      await runner.release();
      throw isDatabaseAway(error) ? new Unavailable() : error;
    }
  }

  async commit(): Promise<void> {
    if (this.state === 'ended') return;
    this.state = 'committing';
    const { command } = await this.client.query('commit').catch((error: unknown) => this.failedCommit(error));
    this.state = 'ended';
    if (command === 'COMMIT') return;
    throw new Error('A statement of the unit of work failed and its error was swallowed.', { cause: this.firstError });
  }

  async rollback(): Promise<void> {
    if (this.state === 'open') {
      this.state = 'ended';
      await this.client.query('rollback').catch(() => this.discard());
    } else if (this.state === 'committing') {
      await this.discard();
    }
    await this.release();
  }

  async release(): Promise<void> {
    Object.assign(this.runner, { isTransactionActive: false });
    await this.runner.release();
  }

  /**
   * A loss while COMMIT was on its way leaves the outcome unknown; before, nothing happened. Of statements that were
   * sent together the first that failed says why, whichever of them was awaited first.
   */
  translate(error: unknown): unknown {
    if (isTransactionAborted(error)) return this.firstError;
    if (!isDatabaseAway(error)) return error;
    return this.state === 'committing' ? new OutcomeUnknown() : new ConnectionLost();
  }

  private async send<Row>({ name, sql, params }: Statement): Promise<Row[]> {
    const result = await this.settled(this.client.query({ name, text: sql, values: params as unknown[] }));
    return result.rows as Row[];
  }

  private async sendLast(statement: Statement): Promise<void> {
    this.together();
    const written = this.send(statement);
    this.state = 'committing';
    const committed = this.settled(this.client.query('commit'));
    await Promise.allSettled([written, committed]);
    const tag = await committed.catch((error: unknown) => this.failedCommit(error));
    this.state = 'ended';
    await written;
    if (tag.command !== 'COMMIT') throw new Error('The unit of work was rolled back by an earlier statement.');
  }

  /** A server that answers COMMIT with an error has rolled back; a lost connection tells nothing. */
  private failedCommit(error: unknown): never {
    if (!isDatabaseAway(error)) this.state = 'ended';
    throw error;
  }

  /** What is sent from here until nothing more can be done without waiting leaves in one packet. */
  private together(): void {
    const { stream } = (this.client as Client & { connection: { stream: Socket } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** Whoever awaits the statement sees its error; nobody awaiting it must not end the process. */
  private settled<T>(pending: Promise<T>): Promise<T> {
    pending.catch((error: unknown) => {
      this.firstError ??= error;
    });
    return pending;
  }

  /** A connection in an unknown state must not go back to the pool. */
  private async discard(): Promise<void> {
    const runner = this.runner as QueryRunner & { releasePostgresConnection?: (error: Error) => Promise<void> };
    await runner.releasePostgresConnection?.(new Error('The state of this connection is unknown.'));
  }
}
