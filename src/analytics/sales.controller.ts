import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CACHE_STATUS, jsonFrom } from '../platform/cache/cache-status';
import { ApiErrors } from '../platform/http/api-errors';
import { Roles, Scoped } from '../platform/security/access';
import { acceptedLanguages } from '../platform/http/accept-language';
import { PeriodQueryDto } from './dto/period.query.dto';
import { SalesService } from './sales.service';
import { SalesView } from './sales.view';

@ApiTags('analytics')
@ApiBearerAuth()
@Controller('analytics/sales')
export class SalesController {
  constructor(private readonly sales: SalesService) {}

  @Get()
  @Roles('support', 'finance', 'admin', 'service')
  @Scoped('pipeline:run')
  @ApiOperation({
    summary: 'What was sold over time, for coins and for money, and what sold best',
    description:
      'Purchases are seconds behind. Money counts when it came, less what went back since. Buckets are those of UTC. ' +
      'The answer is kept for 15 seconds. Of keys, those that may run the pipeline are told.',
    operationId: 'getSales',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Chooses the names of products.' })
  @ApiOkResponse({ type: SalesView, headers: CACHE_STATUS })
  @ApiErrors('auth.forbidden')
  async read(
    @Query() period: PeriodQueryDto,
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return jsonFrom(await this.sales.over(period, acceptedLanguages(languages)), reply);
  }
}
