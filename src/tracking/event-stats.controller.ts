import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser, Limit, Public } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { EventStatsQueryDto } from './dto/event-stats.query.dto';
import { EventStats } from './event-stats.service';
import { EventStatsView } from './event-stats.view';

/** Public to the guard, for a setting decides whether strangers are answered. */
@ApiTags('events')
@ApiBearerAuth()
@Controller()
@Public()
@Limit('counts')
export class EventStatsController {
  constructor(private readonly stats: EventStats) {}

  @Get('events/stats')
  @ApiOperation({
    summary: 'How many events there were, by type and time',
    description:
      'Players see their own, staff and keys of servers that may `read` those of all players. Without a token it is answered where ' +
      'PUBLIC_STATS is set. Whole buckets are counted: `since` and `until` tell which.',
    operationId: 'countEvents',
  })
  @ApiOkResponse({ type: EventStatsView })
  @ApiErrors('auth.unauthorized', 'auth.forbidden')
  read(@CurrentUser() caller: Principal | undefined, @Query() query: EventStatsQueryDto): Promise<EventStatsView> {
    return this.stats.read(caller, query);
  }

  @Get('stats')
  @ApiOperation({ summary: 'The earlier address of `GET /events/stats`', operationId: 'countEventsAsBefore' })
  @ApiOkResponse({ type: EventStatsView })
  @ApiErrors('auth.unauthorized', 'auth.forbidden')
  readAsBefore(@CurrentUser() caller: Principal | undefined, @Query() query: EventStatsQueryDto) {
    return this.stats.read(caller, query);
  }
}
