import { Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RouteNotFound } from '../../platform/http/http.errors';
import { TakesRawBody } from '../../platform/http/raw-body';
import { Limit, Public } from '../../platform/security/access';
import { NotificationsService } from '../notifications.service';
import { NotificationUnproven } from '../payments.errors';
import { SandboxKeys } from './sandbox-keys';
import { readNotification, SANDBOX } from './sandbox-notification';
import { doubtAbout } from './sandbox-signature';
import { SandboxProvider } from './sandbox.provider';

/** What the sandbox tells us. 204: we have it. */
@ApiExcludeController()
@Controller('webhooks/sandbox')
export class SandboxWebhookController {
  constructor(
    private readonly provider: SandboxProvider,
    private readonly keys: SandboxKeys,
    private readonly notifications: NotificationsService,
  ) {}

  /** @throws NotificationUnproven, PaymentNotFound, NotificationContradicted */
  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Public()
  @Limit('unlimited')
  @TakesRawBody()
  async receive(@Req() request: FastifyRequest): Promise<void> {
    if (!this.provider.isEnabled) throw new RouteNotFound();
    const raw = request.body as Buffer;
    const told = { provider: SANDBOX, body: raw.toString('utf8'), headers: request.headers };
    const doubt = doubtAbout(this.keys.webhooks, request.headers, raw);
    const claim = doubt === null ? readNotification(raw) : null;
    if (claim === null) {
      await this.notifications.refuse({ ...told, reason: doubt ?? 'unreadable' });
      throw new NotificationUnproven();
    }
    await this.notifications.accept({ ...told, ...claim });
  }
}
