import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config/config';
import { Unavailable } from '../platform/errors/platform.errors';
import { acceptedLanguages } from '../platform/http/accept-language';
import { Lifecycle } from '../platform/http/lifecycle';
import { takeUpgrade, type Upgrade, upgradeOf } from '../platform/http/upgrades';
import { PrincipalSource } from '../platform/security/principal';
import { Forbidden, Unauthorized } from '../platform/security/security.errors';
import { idNumber } from './notification-id';
import { OpenSockets } from './open-sockets';
import type { Visitor } from './player-socket';
import { credentialOf, isAllowedOrigin } from './socket-offer';
import { SocketStandingQuery } from './socket-standing.query';
import type { TicketHolder } from './socket-tickets.repository';
import { SocketTickets } from './socket-tickets';
import { ForeignOrigin, NoUpgrade } from './sockets.errors';
import { SocketsGateway } from './sockets.gateway';

/** Lets players in. Until they have shown who they are they are answered as a request is, and nothing is kept for them. */
@Injectable()
export class SocketEntrance {
  constructor(
    private readonly config: Config,
    private readonly lifecycle: Lifecycle,
    private readonly tickets: SocketTickets,
    private readonly principals: PrincipalSource,
    private readonly standing: SocketStandingQuery,
    private readonly sockets: OpenSockets,
    private readonly gateway: SocketsGateway,
  ) {}

  /** @throws NoUpgrade, Unavailable, ForeignOrigin, Unauthorized, Forbidden */
  async admit(request: FastifyRequest, reply: FastifyReply, after: string | undefined): Promise<void> {
    const upgrade = this.wanted(request);
    const holder = await this.holder(request);
    if (holder === null || !(await this.standing.stands(holder))) throw new Unauthorized();
    // Others may have come while we looked.
    this.sockets.requireRoom();
    takeUpgrade(upgrade, reply);
    this.gateway.accept(upgrade, this.visitor(holder, request, after));
  }

  private wanted(request: FastifyRequest): Upgrade {
    const { upgrade: protocol, origin, host } = request.headers;
    const upgrade = upgradeOf(request);
    if (upgrade === undefined || protocol?.toLowerCase() !== 'websocket') throw new NoUpgrade();
    if (this.lifecycle.phase === 'closing') throw new Unavailable();
    if (!isAllowedOrigin(origin, host, this.config.sockets.origins)) throw new ForeignOrigin();
    // Before their ticket is spent.
    this.sockets.requireRoom();
    return upgrade;
  }

  private async holder(request: FastifyRequest): Promise<TicketHolder | null> {
    const credential = credentialOf(request.headers['sec-websocket-protocol']);
    if (credential === undefined) return null;
    if (credential.kind === 'ticket') return this.tickets.redeem(credential.text);
    const principal = await this.principals.authenticate(credential.text, request);
    if (principal?.role === 'service') throw new Forbidden();
    return principal === null ? null : { userId: principal.id, sessionId: principal.sessionId ?? null };
  }

  /** What belongs to no session lasts as long as an access token. */
  private visitor(holder: TicketHolder, { ip, headers }: FastifyRequest, after: string | undefined): Visitor {
    const { userId, sessionId, languages: chosen = [] } = holder;
    const languages = chosen.length > 0 ? chosen : acceptedLanguages(headers['accept-language']);
    const endsAt = sessionId === null ? Date.now() + this.config.jwtTtlSeconds * 1_000 : undefined;
    return { userId, sessionId, address: normalizeIp(ip), endsAt, after: idNumber(after), languages };
  }
}
