import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import {
  AmbassadorValidation,
  Health,
  type HealthCheckRequest,
  type HealthCheckResponse,
  type ValidateRequest,
  type ValidateResponse,
} from '../ambassador-contract';

/** What the earlier system's mock asked, in tiyin. */
export const MOCK_PRICES: Readonly<Record<string, string>> = {
  1: '5000000',
  2: '7500000',
  3: '10000000',
  4: '2500000',
  5: '15000000',
};

const SERVICES = ['', 'ambassador.AmbassadorValidation'];

/** Stands in for the owner of ambassadors, in the demonstration and in tests. */
export class MockOwner {
  readonly prices = new Map(Object.entries(MOCK_PRICES));
  /** Takes questions and answers none, as a stuck process does. */
  isHanging = false;
  /** The ids of each question, in order. */
  readonly asked: (readonly string[])[] = [];
  private server: Server | undefined;

  /** The port it listens on. */
  async start(host: string, port: number): Promise<number> {
    const server = new Server();
    server.addService(AmbassadorValidation.service, {
      ValidateAmbassadors: (call: ServerUnaryCall<ValidateRequest, ValidateResponse>, answer: sendUnaryData<unknown>) =>
        this.answer(call.request.ambassador_ids, (response) => answer(null, response)),
    });
    server.addService(Health.service, {
      Check: (call: ServerUnaryCall<HealthCheckRequest, HealthCheckResponse>, answer: sendUnaryData<unknown>) => {
        if (this.isHanging) return;
        if (SERVICES.includes(call.request.service)) answer(null, { status: 'SERVING' });
        else answer({ code: status.NOT_FOUND });
      },
    });
    this.server = server;
    return new Promise((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  }

  /** Ends at once, calls under way included. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  private answer(ids: readonly string[], send: (response: ValidateResponse) => void): void {
    this.asked.push(ids);
    if (!this.isHanging) send(this.validate(ids));
  }

  private validate(ids: readonly string[]): ValidateResponse {
    return {
      valid_ambassadors: ids
        .filter((id) => this.prices.has(id))
        .map((id) => ({ ambassador_id: id, price: this.prices.get(id) ?? '' })),
      invalid_ids: ids.filter((id) => !this.prices.has(id)),
    };
  }
}
