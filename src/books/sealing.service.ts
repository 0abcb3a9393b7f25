import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { OutboxService } from '../platform/outbox/outbox.service';
import { LedgerSealed } from './books.events';
import { BEFORE_THE_FIRST, digestOf, textOf } from './seal';
import { SealKeys } from './seal-keys';
import { SealsRepository, type UnsealedPlayer } from './seals.repository';

/** What one seal may hold: the statement must end long before the time that statements have. */
export const MAX_ENTRIES = 20_000;

/** Puts seals on entries that were committed. Whoever writes entries knows nothing of it and waits for nothing. */
@Injectable()
export class SealingService {
  constructor(
    private readonly seals: SealsRepository,
    private readonly keys: SealKeys,
    private readonly outbox: OutboxService,
  ) {}

  /**
   * One seal over what these players have that is not sealed yet; none when that is nothing.
   *
   * @returns how many entries it took; `MAX_ENTRIES` when there may be more
   */
  async seal(tx: Tx, userIds: readonly string[]): Promise<number> {
    await this.seals.takeTurn(tx);
    const { seal: last, now } = await this.seals.head(tx);
    const id = Number(last?.id ?? 0) + 1;
    const sealed = await this.seals.sealRanges(tx, userIds, `${id}`, MAX_ENTRIES);
    const entries = Number(sealed.entries);
    if (entries === 0) return 0;

    const previous = last === undefined ? BEFORE_THE_FIRST : digestOf(last);
    const statement = { ...sealed, id: `${id}`, previous, sealedAt: now, keyId: this.keys.currentId };
    await this.seals.insert(tx, { ...statement, signature: this.keys.sign(textOf(statement)) });
    await this.outbox.add(tx, [new LedgerSealed(id, now)]);
    return entries;
  }
}

/** As many as fit into one seal; whoever has more than that is alone, and has several turns. */
export function firstOf(players: readonly UnsealedPlayer[]): UnsealedPlayer[] {
  let entries = 0;
  return players.filter((player, index) => (entries += player.entries) <= MAX_ENTRIES || index === 0);
}

/** Whose entries did not all fit into a seal over those of `taken`. */
export function leftAfter(players: readonly UnsealedPlayer[], taken: readonly UnsealedPlayer[]): string[] {
  return players
    .filter((player) => player.entries > MAX_ENTRIES || !taken.includes(player))
    .map(({ userId }) => userId);
}
