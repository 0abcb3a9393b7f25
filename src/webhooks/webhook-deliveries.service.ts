import { Injectable } from '@nestjs/common';
import { StaffAuthority } from '../auth/staff-authority.service';
import { AuditService } from '../platform/audit/audit.service';
import { now } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { WebhookDeliveriesRepository, type ReplayRange } from './webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { type FoundDelivery, WebhookLogQuery } from './webhook-log.query';
import { testMessage } from './webhook-messages';
import { WebhookSender } from './webhook-sender';
import {
  WebhookDeliveryNotFound,
  WebhookEndpointDisabled,
  WebhookEndpointNotFound,
  WebhookReplayTooLarge,
} from './webhooks.errors';

const MAX_REPLAYED = 10_000;

/** What endpoints are sent because somebody asks for it: all of this is for admins, and in the audit log. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly log: WebhookLogQuery,
    private readonly sender: WebhookSender,
    private readonly authority: StaffAuthority,
    private readonly audit: AuditService,
  ) {}

  /** @throws WebhookDeliveryNotFound */
  async get(endpointId: string, id: string): Promise<FoundDelivery> {
    const delivery = await this.log.findOne(endpointId, id);
    if (delivery === null) throw new WebhookDeliveryNotFound();
    return delivery;
  }

  /** @throws WebhookEndpointNotFound, WebhookEndpointDisabled, Forbidden, AccountBlocked */
  async test(actor: Actor, endpointId: string): Promise<FoundDelivery> {
    const id = newId();
    await this.run(actor, endpointId, 'tested', {}, async (tx) => {
      await this.deliveries.insert(tx, [{ ...testMessage(now()), id, endpointId }]);
    });
    return this.get(endpointId, id);
  }

  /**
   * Sends one again, under the id that it had. One that waits already stays where it is, and its lane is tried now.
   *
   * @throws WebhookDeliveryNotFound, WebhookEndpointNotFound, WebhookEndpointDisabled, Forbidden, AccountBlocked
   */
  async replay(actor: Actor, endpointId: string, id: string): Promise<FoundDelivery> {
    const { userId } = await this.get(endpointId, id);
    await this.run(actor, endpointId, 'delivery_replayed', { deliveryId: id }, async (tx) => {
      await this.deliveries.restart(tx, endpointId, id);
      await this.deliveries.hurry(tx, endpointId, [userId ?? endpointId]);
    });
    return this.get(endpointId, id);
  }

  /**
   * Tries one no more, so that what waits behind it is sent: for a message that the receiver will never take. It may be
   * sent again later. May be repeated.
   *
   * @throws WebhookDeliveryNotFound, WebhookEndpointNotFound, WebhookEndpointDisabled, Forbidden, AccountBlocked
   */
  async giveUp(actor: Actor, endpointId: string, id: string): Promise<FoundDelivery> {
    const found = await this.get(endpointId, id);
    if (found.status !== 'pending') return found;
    await this.run(actor, endpointId, 'delivery_given_up', { deliveryId: id }, async (tx) => {
      await this.deliveries.giveUp(tx, endpointId, id);
      await this.deliveries.hurry(tx, endpointId, [found.userId ?? endpointId]);
    });
    return this.get(endpointId, id);
  }

  /**
   * Sends again what came within a time and does not wait: each player's in the order in which it came.
   *
   * @throws WebhookReplayTooLarge, WebhookEndpointNotFound, WebhookEndpointDisabled, Forbidden, AccountBlocked
   */
  replayRange(actor: Actor, endpointId: string, range: ReplayRange): Promise<number> {
    return this.run(actor, endpointId, 'replayed', { ...range }, async (tx) => {
      const count = await this.deliveries.countRange(tx, endpointId, range, MAX_REPLAYED);
      if (count > MAX_REPLAYED) throw new WebhookReplayTooLarge(MAX_REPLAYED);
      return this.deliveries.restartRange(tx, endpointId, range);
    });
  }

  private async run<T>(
    actor: Actor,
    endpointId: string,
    what: string,
    after: object,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      await this.authority.hold(tx, actor, ['admin']);
      const endpoint = await this.endpoints.keep(tx, endpointId);
      if (endpoint === null) throw new WebhookEndpointNotFound();
      if (endpoint.disabledAt !== null) throw new WebhookEndpointDisabled();
      const result = await work(tx);
      const target = `webhook_endpoint:${endpointId}`;
      await this.audit.record(tx, { actor, action: `webhook_endpoint.${what}`, target, after });
      tx.afterCommit(() => this.sender.wake());
      return result;
    });
  }
}
