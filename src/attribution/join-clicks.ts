import { Injectable } from '@nestjs/common';
import { PlayerCameByClick } from '../auth/auth.events';
import { Config } from '../platform/config/config';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { ClickIds } from './click-ids.service';
import { InstallsRepository } from './installs.repository';

/** Joins players to the clicks that brought them; an id that we did not sign brought nobody. */
@Injectable()
@Handles(PlayerCameByClick)
export class JoinClicks implements OutboxHandler<PlayerCameByClick> {
  constructor(
    private readonly config: Config,
    private readonly ids: ClickIds,
    private readonly installs: InstallsRepository,
  ) {}

  async apply(tx: Tx, events: readonly Recorded<PlayerCameByClick>[]): Promise<void> {
    for (const { userId, clickId: text, at } of events) {
      const clickId = this.ids.verify(text);
      if (clickId === undefined) continue;
      await this.installs.join(tx, { userId, clickId, at }, this.config.attribution.lookbackDays);
    }
  }
}
