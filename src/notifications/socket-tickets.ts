import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Principal } from '../platform/security/principal';
import type { TicketView } from './notification.view';
import { SocketTicketsRepository, type TicketHolder } from './socket-tickets.repository';

const TTL_SECONDS = 30;
const RANDOM_BYTES = 24;
const MARK_BYTES = 8;
const FORM = /^[\w-]{43}$/;

/**
 * One-time tickets: a browser cannot show its token when it opens a socket, and must not write it into an address. They
 * bear a mark of ours, so that the database is not asked about those that strangers make up.
 */
@Injectable()
export class SocketTickets {
  private readonly key: Buffer;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: SocketTicketsRepository,
    { jwtSecret }: Config,
  ) {
    this.key = createHmac('sha256', jwtSecret).update('socket tickets').digest();
  }

  /** @param languages what the page speaks, for a browser opens sockets with languages of its own */
  async issue({ id: userId, sessionId }: Principal, languages: readonly string[]): Promise<TicketView> {
    const random = randomBytes(RANDOM_BYTES);
    const ticket = Buffer.concat([random, this.markOf(random)]).toString('base64url');
    const holder = { userId, sessionId: sessionId ?? null, languages };
    await this.unitOfWork.run((tx) => this.repository.insert(tx, hashOf(ticket), holder, TTL_SECONDS));
    return { ticket, expiresIn: TTL_SECONDS };
  }

  async redeem(ticket: string): Promise<TicketHolder | null> {
    return this.isOurs(ticket) ? this.unitOfWork.run((tx) => this.repository.take(tx, hashOf(ticket))) : null;
  }

  private isOurs(ticket: string): boolean {
    if (!FORM.test(ticket)) return false;
    const bytes = Buffer.from(ticket, 'base64url');
    return timingSafeEqual(this.markOf(bytes.subarray(0, RANDOM_BYTES)), bytes.subarray(RANDOM_BYTES));
  }

  private markOf(random: Buffer): Buffer {
    return createHmac('sha256', this.key).update(random).digest().subarray(0, MARK_BYTES);
  }
}

function hashOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
