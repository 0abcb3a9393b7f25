import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { version } from '../platform/http/version';
import { webhookId } from './webhook-delivery';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { type LaneWithDelivery, type LeasedLane, WebhookLanesRepository } from './webhook-lanes.repository';
import { type Outcome, WebhookRequest } from './webhook-request';
import { nextTryMs, pauseMs } from './webhook-schedule';
import { WebhookSecrets } from './webhook-secrets';
import { signatures } from './webhook-signature';

const GONE = 410;

/** Sends the oldest delivery of a lane, and notes what came of it. */
@Injectable()
export class WebhookCourier {
  private readonly logger = new Logger(WebhookCourier.name);

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly lanes: WebhookLanesRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly secrets: WebhookSecrets,
    private readonly request: WebhookRequest,
  ) {}

  /**
   * Whoever is killed before the end has sent it and not noted that: it is sent again under the same id.
   *
   * Where the secret cannot be read the receiver is not at fault: the lane is left as it was, for a process that can.
   */
  async carry(lane: LeasedLane): Promise<Outcome | 'empty' | 'unsigned'> {
    if (!hasDelivery(lane)) {
      await this.giveBack(lane);
      return 'empty';
    }
    const secrets = this.secretsOf(lane);
    if (secrets === null) {
      await this.giveBack(lane);
      return 'unsigned';
    }
    const outcome = await this.send(lane, secrets);
    await this.settle(lane, outcome);
    return outcome;
  }

  private async giveBack(lane: LeasedLane): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      if (await this.lanes.hold(tx, lane)) await this.lanes.release(tx, lane, 0);
    });
  }

  private send({ url, delivery }: LaneWithDelivery, secrets: readonly Buffer[]): Promise<Outcome> {
    const [id, timestamp] = [webhookId(delivery.id), Math.floor(Date.now() / 1_000)];
    const headers = {
      'content-type': 'application/json',
      'user-agent': `Florin-Webhooks/${version}`,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures(secrets, { id, timestamp, body: delivery.body }),
    };
    return this.request.post({ url, headers, body: delivery.body });
  }

  /** Null when the one that holds cannot be read; an earlier one that cannot be is no loss. */
  private secretsOf({ endpointId, sealedSecret, sealedPreviousSecret }: LeasedLane): Buffer[] | null {
    const secret = this.secrets.open(endpointId, sealedSecret);
    const previous = sealedPreviousSecret === null ? null : this.secrets.open(endpointId, sealedPreviousSecret);
    if (secret === null) return null;
    return previous === null ? [secret] : [secret, previous];
  }

  private async settle(lane: LaneWithDelivery, outcome: Outcome): Promise<void> {
    const { delivery, endpointId, failures, url } = lane;
    const tried = { id: endpointId, url };
    const retryInMs = outcome.error === null ? undefined : this.retryInMs(delivery.tries + 1, outcome);
    const ended = outcome.error === null ? 'delivered' : 'failed';
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.lanes.hold(tx, lane))) return;
      // One after the other, and in one journey.
      await Promise.all([
        this.deliveries.noteAttempt(tx, lane, retryInMs === undefined ? ended : 'pending', outcome),
        this.lanes.release(tx, lane, retryInMs ?? 0),
        outcome.error === null
          ? this.endpoints.noteSuccess(tx, endpointId)
          : this.endpoints.noteFailure(tx, tried, pauseMs(failures + 1, outcome.status, outcome.retryAfterMs)),
      ]);
      if (outcome.error === null) return;
      const { disableAfterDays } = this.config.webhooks;
      const isGone = outcome.status === GONE;
      const because = await this.endpoints.disableIfHopeless(tx, tried, isGone, disableAfterDays);
      if (because !== undefined) tx.afterCommit(() => this.tellDisabled(endpointId, because));
    });
  }

  private retryInMs(tries: number, { retryAfterMs }: Outcome): number | undefined {
    return nextTryMs(tries, Math.random(), retryAfterMs);
  }

  private tellDisabled(endpointId: string, because: string): void {
    this.logger.warn({ endpointId, because }, 'A webhook endpoint was disabled; what happens now waits for it.');
  }
}

function hasDelivery(lane: LeasedLane): lane is LaneWithDelivery {
  return lane.delivery !== null;
}
