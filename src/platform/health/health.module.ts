import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HttpModule } from '../http/http.module';
import { HealthDetails } from './health-details';
import { HealthController } from './health.controller';
import { HealthIndicators } from './health.indicators';
import { HealthService } from './health.service';
import { MetricsController } from './metrics.controller';
import { RedisProbe } from './redis.probe';

@Module({
  imports: [HttpModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [HealthDetails, HealthIndicators, HealthService, RedisProbe],
  exports: [HealthDetails, RedisProbe],
})
export class HealthModule {}
