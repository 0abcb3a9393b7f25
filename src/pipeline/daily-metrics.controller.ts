import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { Roles } from '../platform/security/access';
import { DailyMetricsQuery, type DailyMetricsRow } from './daily-metrics.query';
import {
  ArpdauDayView,
  arpdauDay,
  ReconciliationDayView,
  reconciliationDay,
  RoasDayView,
  roasDay,
} from './daily-metrics.view';
import { MetricsQueryDto } from './dto/pipeline.query.dto';

const description =
  'Day by day, the oldest first, from the latest run that succeeded and knows the day; `since` and `until` are included.';

@ApiTags('analytics')
@ApiBearerAuth()
@Controller('analytics')
@Roles('support', 'finance', 'admin', 'service')
export class DailyMetricsController {
  constructor(private readonly metrics: DailyMetricsQuery) {}

  @Get('roas')
  @ApiOperation({ summary: 'Return on ad spend, by campaign and day', description, operationId: 'listRoas' })
  @ApiPage(RoasDayView)
  @ApiErrors('auth.forbidden')
  roas(@Query() query: MetricsQueryDto): Promise<Page<RoasDayView>> {
    return this.page(query, 'find', roasDay);
  }

  @Get('arpdau')
  @ApiOperation({
    summary: 'Revenue per daily active user, by campaign and day',
    description,
    operationId: 'listArpdau',
  })
  @ApiPage(ArpdauDayView)
  @ApiErrors('auth.forbidden')
  arpdau(@Query() query: MetricsQueryDto): Promise<Page<ArpdauDayView>> {
    return this.page(query, 'find', arpdauDay);
  }

  @Get('reconciliation')
  @ApiOperation({
    summary: 'How much of attribution and gateway matched, by campaign and day',
    description,
    operationId: 'listReconciliation',
  })
  @ApiPage(ReconciliationDayView)
  @ApiErrors('auth.forbidden')
  reconciliation(@Query() query: MetricsQueryDto): Promise<Page<ReconciliationDayView>> {
    return this.page(query, 'findReconciled', reconciliationDay);
  }

  private async page<View>(
    { limit, cursor, ...filter }: MetricsQueryDto,
    which: 'find' | 'findReconciled',
    viewOf: (row: DailyMetricsRow) => View,
  ): Promise<Page<View>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['day', 'text']);
    const found = await this.metrics[which](filter, limit + 1, after);
    const last = found[limit - 1];
    const nextCursor = found.length > limit ? encodeCursor([last.date, last.campaign]) : null;
    return { items: found.slice(0, limit).map(viewOf), nextCursor };
  }
}
