import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { WebhookCourier } from './webhook-courier';
import { type LeasedLane, WebhookLanesRepository } from './webhook-lanes.repository';
import { WebhooksMetrics } from './webhooks.metrics';

const POLL_MS = 1_000;
/** How many requests one endpoint has from one process at a time: it is a game server, not a target. */
const PER_ENDPOINT = 8;
/** How long one is left to others whose secret cannot be read here. */
const UNREADABLE_MS = 5_000;

/**
 * Sends what is due, in processes that do background work. All that it knows is in the database, so that whoever is
 * killed is taken over by another, and lanes are leased there, so that several may run.
 */
@Injectable()
export class WebhookSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookSender.name);
  private readonly stopping = new AbortController();
  /** By endpoint. */
  private readonly underWay = new Map<string, Set<Promise<void>>>();
  /** Endpoints for which this process cannot sign, and until when they are left to others. */
  private readonly unreadable = new Map<string, number>();
  private running: Promise<void> | undefined;
  private isWoken = false;
  private rouse: () => void = () => undefined;
  private isAway = false;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly lanes: WebhookLanesRepository,
    private readonly courier: WebhookCourier,
    private readonly metrics: WebhooksMetrics,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    if (this.config.webhookKey !== undefined) this.running = this.run();
    else this.logger.warn('WEBHOOK_KEY is missing: this process sends no webhooks; what there is to tell waits.');
  }

  /** What is on its way arrives, or is given up after its 15 seconds; the rest waits for the next process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    await Promise.all([...this.underWay.values()].flatMap((each) => [...each]));
  }

  /** Something may be due. Without it that is found out within a second. */
  wake(): void {
    this.isWoken = true;
    this.rouse();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.isWoken = false;
      for (const lane of await this.lease()) this.start(lane);
      if (!this.isWoken) await this.nextWake();
    }
  }

  private async lease(): Promise<LeasedLane[]> {
    const sending = new Map([...this.underWay].map(([endpointId, each]) => [endpointId, each.size]));
    const now = Date.now();
    for (const [endpointId, until] of this.unreadable) if (until > now) sending.set(endpointId, PER_ENDPOINT);
    try {
      const leased = await this.unitOfWork.run((tx) => this.lanes.lease(tx, sending, PER_ENDPOINT));
      this.isAway = false;
      return leased;
    } catch (error) {
      this.noteAway(error);
      return [];
    }
  }

  private start(lane: LeasedLane): void {
    const { endpointId } = lane;
    const siblings = this.underWay.get(endpointId) ?? new Set();
    this.underWay.set(endpointId, siblings);
    const carried = this.courier
      .carry(lane)
      .then((outcome) => this.note(endpointId, outcome))
      // It was sent and could not be noted: it is sent again when the lease has run out.
      .catch((error: unknown) => this.noteAway(error))
      .then(() => {
        siblings.delete(carried);
        if (siblings.size === 0) this.underWay.delete(endpointId);
        this.wake();
      });
    siblings.add(carried);
  }

  private note(endpointId: string, outcome: Awaited<ReturnType<WebhookCourier['carry']>>): void {
    if (outcome === 'empty') return;
    this.metrics.count(outcome);
    if (outcome !== 'unsigned') return void this.unreadable.delete(endpointId);
    if (!this.unreadable.has(endpointId)) {
      this.logger.error({ endpointId }, 'The secret of a webhook endpoint cannot be read with this WEBHOOK_KEY.');
    }
    this.unreadable.set(endpointId, Date.now() + UNREADABLE_MS);
  }

  private noteAway(error: unknown): void {
    if (!this.isAway) this.logger.warn(error, 'Webhooks cannot be sent or noted for now; it is tried again.');
    this.isAway = true;
  }

  private async nextWake(): Promise<void> {
    const patience = new AbortController();
    const woken = new Promise<void>((resolve) => (this.rouse = resolve));
    await Promise.race([woken, delay(POLL_MS, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
  }
}
