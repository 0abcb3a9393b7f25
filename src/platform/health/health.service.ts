import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { Lifecycle } from '../http/lifecycle';
import { version } from '../http/version';
import { HealthIndicators } from './health.indicators';

export interface Health {
  status: 'ok' | 'degraded' | 'error' | 'shutting_down';
  version: string;
  timestamp: string;
  checks: HealthCheckResult['details'];
}

@Injectable()
export class HealthService {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicators,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** The process runs its event loop; what it depends on is no reason to restart it. */
  live(): Health {
    return this.answer('ok', {});
  }

  async ready(): Promise<Health> {
    if (this.lifecycle.phase !== 'serving') return this.answer('shutting_down', {});
    const { status, details } = await this.check();
    return this.answer(status, details);
  }

  private async check(): Promise<HealthCheckResult> {
    try {
      return await this.health.check(this.indicators.all());
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private answer(status: Health['status'], checks: Health['checks']): Health {
    return { status, version, timestamp: new Date().toISOString(), checks };
  }
}
