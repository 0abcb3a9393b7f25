import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { Unavailable } from '../platform/errors/platform.errors';
import type { PlayerSocket, Visitor } from './player-socket';

/** The sockets that are open in this process, by player and by address. */
@Injectable()
export class OpenSockets {
  private readonly byPlayer = new Map<string, Set<PlayerSocket>>();
  private readonly addresses = new Map<string, number>();
  private count = 0;

  constructor(private readonly config: Config) {}

  get size(): number {
    return this.count;
  }

  /** @throws Unavailable where this process has all that it may have */
  requireRoom(): void {
    if (this.count >= this.config.sockets.max) throw new Unavailable(FULL, FULL_SECONDS);
  }

  hasRoomFor({ userId, address }: Visitor): boolean {
    const { perPlayer, perAddress } = this.config.sockets;
    return this.of(userId).size < perPlayer && (this.addresses.get(address) ?? 0) < perAddress;
  }

  add(socket: PlayerSocket): void {
    const { userId, address } = socket.visitor;
    const theirs = this.byPlayer.get(userId);
    if (theirs === undefined) this.byPlayer.set(userId, new Set([socket]));
    else theirs.add(socket);
    this.addresses.set(address, (this.addresses.get(address) ?? 0) + 1);
    this.count += 1;
  }

  delete(socket: PlayerSocket): void {
    const { userId, address } = socket.visitor;
    const theirs = this.byPlayer.get(userId);
    if (theirs?.delete(socket) !== true) return;
    if (theirs.size === 0) this.byPlayer.delete(userId);
    const left = (this.addresses.get(address) ?? 1) - 1;
    if (left === 0) this.addresses.delete(address);
    else this.addresses.set(address, left);
    this.count -= 1;
  }

  of(userId: string): ReadonlySet<PlayerSocket> {
    return this.byPlayer.get(userId) ?? NONE;
  }

  *[Symbol.iterator](): Generator<PlayerSocket> {
    for (const sockets of this.byPlayer.values()) yield* sockets;
  }
}

const FULL = 'There are too many sockets here already. Try again in a moment; GET /notifications tells the same.';
const FULL_SECONDS = 5;
const NONE: ReadonlySet<PlayerSocket> = new Set();
