import { type Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../platform/config/config';
import {
  AmbassadorValidation,
  CHANNEL_OPTIONS,
  Health,
  type HealthCheckRequest,
  type HealthCheckResponse,
  type ValidateRequest,
  type ValidateResponse,
} from './ambassador-contract';
import { Breaker } from './breaker';
import { SellableOwnerUnavailable } from './sellables.errors';

const DEADLINE_MS = 1_000;
const MAX_FAILURES = 3;
const PAUSE_MS = 1_500;

type Answer<T> = (error: ServiceError | null, response: T) => void;
type Call<Request, Response> = (request: Request, options: { deadline: number }, answer: Answer<Response>) => unknown;

interface Clients {
  ambassadors: Client & { ValidateAmbassadors: Call<ValidateRequest, ValidateResponse> };
  health: Client & { Check: Call<HealthCheckRequest, HealthCheckResponse> };
}

/** Asks the owner of ambassadors, who may be slow, away, or stuck. */
@Injectable()
export class AmbassadorClient implements OnApplicationShutdown {
  private readonly logger = new Logger(AmbassadorClient.name);
  private readonly breaker = new Breaker(MAX_FAILURES, PAUSE_MS);
  private clients: Clients | undefined;

  constructor(private readonly config: Config) {}

  get isOn(): boolean {
    return this.config.sellables.ambassadors !== undefined;
  }

  /** What the owner says of all these ids, in one call. @throws SellableOwnerUnavailable */
  async validate(ids: readonly string[]): Promise<ValidateResponse> {
    if (!this.isOn) throw new SellableOwnerUnavailable();
    const ask = () =>
      this.call<ValidateResponse>(({ ambassadors }, options, answer) =>
        ambassadors.ValidateAmbassadors({ ambassador_ids: ids }, options, answer),
      );
    try {
      return await this.breaker.run(ask, () => new SellableOwnerUnavailable());
    } catch (error) {
      if (error instanceof SellableOwnerUnavailable) throw error;
      this.logger.warn(error, 'The owner of ambassadors does not answer.');
      throw new SellableOwnerUnavailable();
    }
  }

  /** Whether the owner serves; one that does not know the question has answered it. */
  async isServing(): Promise<boolean> {
    try {
      const { status: health } = await this.call<HealthCheckResponse>(({ health: owner }, options, answer) =>
        owner.Check({ service: '' }, options, answer),
      );
      return health === 'SERVING';
    } catch (error) {
      return (error as ServiceError).code === status.UNIMPLEMENTED;
    }
  }

  onApplicationShutdown(): void {
    this.drop(this.clients);
  }

  private async call<T>(
    send: (clients: Clients, options: { deadline: number }, answer: Answer<T>) => unknown,
  ): Promise<T> {
    const clients = (this.clients ??= this.connect());
    try {
      return await new Promise<T>((resolve, reject) => {
        const answer: Answer<T> = (error, response) => (error === null ? resolve(response) : reject(error));
        send(clients, { deadline: Date.now() + DEADLINE_MS }, answer);
      });
    } catch (error) {
      if (mayBeStuck(error)) this.drop(clients);
      throw error;
    }
  }

  /** The next call connects anew, by a fresh look at the name; calls under way end by themselves. */
  private drop(clients: Clients | undefined): void {
    if (this.clients === clients) this.clients = undefined;
    clients?.ambassadors.close();
  }

  private connect(): Clients {
    const { host = '', port = 0 } = this.config.sellables.ambassadors ?? {};
    const plain = credentials.createInsecure();
    const ambassadors = new AmbassadorValidation(`${host}:${port}`, plain, CHANNEL_OPTIONS);
    const health = new Health(`${host}:${port}`, plain, { channelOverride: ambassadors.getChannel() });
    return { ambassadors, health } as unknown as Clients;
  }
}

function mayBeStuck(error: unknown): boolean {
  const { code } = error as Partial<ServiceError>;
  return code === status.DEADLINE_EXCEEDED || code === status.UNAVAILABLE;
}
