import { Injectable, Logger } from '@nestjs/common';
import { ClickIds } from '../../attribution/click-ids.service';
import { ClicksService } from '../../attribution/clicks.service';
import { PlayerCameByClick } from '../../auth/auth.events';
import { asOf, now, nowMs } from '../../platform/clock/clock';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { OutboxService } from '../../platform/outbox/outbox.service';
import type { Role } from '../../platform/security/principal';
import { EmailTaken, UsernameTaken } from '../../users/users.errors';
import { UsersService } from '../../users/users.service';
import type { DeedOf, Life } from './deed';
import { mediaSourceOf, type StoryClick } from './story';
import { ToldClicksQuery } from './told-clicks.query';

const BROWSER = {
  method: 'GET',
  headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Mobile' },
  ip: '203.0.113.7',
};

/** Brings the people of the story into being, and the clicks that brought them. Each is made once. */
@Injectable()
export class Newcomers {
  private readonly logger = new Logger(Newcomers.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly outbox: OutboxService,
    private readonly clicks: ClicksService,
    private readonly clickIds: ClickIds,
    private readonly toldClicks: ToldClicksQuery,
  ) {}

  /**
   * At the time that the work is told. They have no password: nobody logs in as one of them.
   *
   * @returns their id; null: a visitor has their name or address, and the story goes on without them
   */
  async welcome(username: string, role: Role = 'player', clickId: string | null = null): Promise<string | null> {
    const known = await this.find(username, nowMs());
    if (known !== null) return known;
    try {
      return await this.create(username, role, clickId);
    } catch (error) {
      if (!(error instanceof UsernameTaken || error instanceof EmailTaken)) throw error;
      this.logger.warn(`Somebody has the name or the address of ${username}: the history leaves them out.`);
      return null;
    }
  }

  /** Whom the story made at that moment. Accounts of visitors have moments of their own, whatever they are called. */
  async find(username: string, arrivedMs: number): Promise<string | null> {
    const known = await this.users.findByLogin(username);
    return known?.createdAt.getTime() === arrivedMs ? known.id : null;
  }

  async arrive({ username, campaign }: Life, { clickMs }: DeedOf<'arrive'>): Promise<void> {
    const isBrought = campaign !== null && clickMs !== null;
    await this.welcome(username, 'player', isBrought ? await this.clickOf(campaign, clickMs) : null);
  }

  private create(username: string, role: Role, clickId: string | null): Promise<string> {
    return this.unitOfWork.run(async (tx) => {
      const named = { username, email: `${username}@example.com`, passwordHash: null, role };
      const { id } = await this.users.create(tx, named);
      if (clickId !== null) await this.outbox.add(tx, [new PlayerCameByClick(id, clickId, now().toISOString())]);
      return id;
    });
  }

  click({ campaign, mediaSource, atMs }: StoryClick): Promise<string | null> {
    return asOf(atMs, async () => (await this.clicks.track({ c: campaign, pid: mediaSource }, BROWSER)).clickId);
  }

  /** As the world sees it, made now or by a start that was interrupted. */
  private async clickOf(campaign: string, atMs: number): Promise<string | null> {
    const id = await this.toldClicks.idAt(campaign, atMs);
    if (id !== undefined) return this.clickIds.sign(id);
    return this.click({ campaign, mediaSource: mediaSourceOf(campaign), atMs });
  }
}
