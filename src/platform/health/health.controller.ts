import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Limit, Public } from '../security/access';
import { type Health, HealthService } from './health.service';

@ApiTags('operations')
@Public()
@Limit('unlimited')
@Controller()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('health/live')
  @ApiOperation({ summary: 'Whether the process runs (liveness probe)', operationId: 'live' })
  live(): Health {
    return this.health.live();
  }

  @Get(['health', 'health/ready', 'ready', 'api/v1/health'])
  @ApiOperation({ summary: 'Whether it can serve, and what is wrong if not (readiness probe)', operationId: 'ready' })
  @ApiResponse({ status: 200, description: 'Ready; `degraded` when it does without Redis' })
  @ApiResponse({ status: 503, description: 'Not ready' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.health.ready();
    const serves = health.status === 'ok' || health.status === 'degraded';
    reply.code(serves ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return health;
  }
}
