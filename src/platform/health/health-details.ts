import { Injectable } from '@nestjs/common';

/** Neighbours without which Florin serves less, but serves: their silence is shown, and keeps no traffic away. */
@Injectable()
export class HealthDetails {
  readonly checks = new Map<string, () => Promise<boolean>>();

  /** To be called in `onModuleInit`. The check does not throw. */
  register(name: string, check: () => Promise<boolean>): void {
    this.checks.set(name, check);
  }
}
