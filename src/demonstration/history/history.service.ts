import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { PopularProductsService } from '../../analytics/popular-products.service';
import { Config } from '../../platform/config/config';
import { isPassing } from '../../platform/database/database-errors';
import { tryLock } from '../../platform/database/session-lock';
import { DomainError } from '../../platform/errors/domain-error';
import { demoAccounts } from '../demo-accounts';
import type { Life } from './deed';
import { Deeds } from './deeds.service';
import { HistoryRepository, type Progress } from './history.repository';
import { Marketing } from './marketing.service';
import { Newcomers } from './newcomers.service';
import { ownLife } from './own-life';
import { Revenue } from './revenue.service';
import { type Story, storyOf } from './story';
import { DAY_MS, DAYS, dayStart, periodUntil } from './story-days';

/** Held by the process that tells the history. */
const LOCK = 7_310_541;
/** How many lives are told side by side. */
const WIDTH = 6;
const AGAIN_AFTER_MS = 2_000;

/**
 * The past of a demonstration: six weeks of a game, made by the services that everybody uses, each deed at its moment.
 * It is told day after day; a start that was interrupted is gone on with, and whatever was made before stays once.
 */
@Injectable()
export class DemonstrationHistory implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DemonstrationHistory.name);
  private readonly stopping = new AbortController();
  private growing: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly repository: HistoryRepository,
    private readonly newcomers: Newcomers,
    private readonly deeds: Deeds,
    private readonly marketing: Marketing,
    private readonly revenue: Revenue,
    private readonly popularProducts: PopularProductsService,
  ) {}

  /** The history of this database, begun now where it is empty; null where there is none. */
  async begin(): Promise<Progress | null> {
    if (this.config.demoHistory) await this.repository.begin(new Date());
    return this.repository.find();
  }

  /** When the accounts of the demonstration were made. */
  beginningOf({ begunAt }: Progress): number {
    return periodUntil(begunAt.getTime()).fromMs;
  }

  /** The past of the player whom everybody logs in as: it is there before anybody does. */
  async tellOwn(username: string, { begunAt, daysTold }: Progress): Promise<void> {
    if (daysTold > 0) return;
    const own = ownLife(username, periodUntil(begunAt.getTime()));
    for (const deed of own.deeds) await this.deeds.perform(own, deed);
  }

  /** Tells what is left, in the background, until it is told or the process leaves. */
  grow(): void {
    if (!this.config.demoHistory) return;
    this.growing ??= this.tellAlone().catch((error: unknown) => {
      this.logger.error(error, 'The history of the demonstration broke off; the next start goes on with it.');
    });
  }

  /** Resolves when nothing is being told any more. */
  async settled(): Promise<void> {
    await this.growing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.growing;
  }

  /** Of several processes one tells it. */
  private async tellAlone(): Promise<void> {
    const lock = await tryLock(this.config, LOCK, 'florin demonstration history');
    if (lock === null) return;
    try {
      const progress = await this.repository.find();
      if (progress !== null && !progress.isEnded) await this.tell(progress);
    } finally {
      await lock.release();
    }
  }

  private async tell({ begunAt, daysTold }: Progress): Promise<void> {
    const story = storyOf(periodUntil(begunAt.getTime()));
    const { fromMs } = story.period;
    await this.untilDone(() => this.deeds.employ(fromMs));
    for (let day = daysTold; day < DAYS; day++) {
      await this.untilDone(() => this.tellDay(story, day));
      if (this.stopping.signal.aborted) return;
      await this.repository.noteTold(day + 1);
    }
    await this.untilDone(() => this.end(story));
  }

  /** What may pass, such as a database that is away, does. Whatever else went wrong would go wrong again. */
  private async untilDone(work: () => Promise<void>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        return await work();
      } catch (error) {
        if (!mayPass(error)) throw error;
        this.logger.warn(error, 'The history of the demonstration pauses.');
        await pause(AGAIN_AFTER_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async tellDay(story: Story, day: number): Promise<void> {
    const fromMs = dayStart(story.period, day);
    const lives = story.lives.map((life) => partOf(life, fromMs, fromMs + DAY_MS));
    const waiting = lives.filter(({ deeds }) => deeds.length > 0);
    const tellNext = async () => {
      for (let life = waiting.pop(); life !== undefined; life = waiting.pop()) await this.tellLife(life);
    };
    const lanes = Array.from({ length: WIDTH }, tellNext);
    const told = await Promise.allSettled([this.marketing.tell(story, day), ...lanes]);
    for (const each of told) if (each.status === 'rejected') throw each.reason;
    if (!this.stopping.signal.aborted) await this.marketing.close(story, day);
  }

  private async tellLife(life: Life): Promise<void> {
    for (const deed of life.deeds) {
      if (this.stopping.signal.aborted) return;
      await this.deeds.perform(life, deed);
    }
  }

  private async end(story: Story): Promise<void> {
    const { admin } = await demoAccounts(this.config);
    const id = await this.newcomers.find(admin, story.period.fromMs);
    if (id !== null) await this.revenue.report({ id, role: 'admin', requestId: 'history' }, story);
    // Whoever looked at the shop meanwhile saw what few had bought by then, and would for an hour.
    await this.popularProducts.forget();
    await this.repository.end();
    this.logger.log('The history of the demonstration is told.');
  }
}

function mayPass(error: unknown): boolean {
  return isPassing(error) || (error instanceof DomainError && error.kind === 'unavailable');
}

function partOf({ deeds, ...life }: Life, fromMs: number, toMs: number): Life {
  return { ...life, deeds: deeds.filter(({ atMs }) => atMs >= fromMs && atMs < toMs) };
}
