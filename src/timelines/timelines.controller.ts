import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import type { Page } from '../platform/http/page';
import { Roles } from '../platform/security/access';
import { SubjectId } from '../platform/security/subject';
import { acceptedLanguages } from '../platform/http/accept-language';
import { TimelineQueryDto } from './dto/timeline.query.dto';
import { TimelineEntryView } from './timeline.view';
import { TimelinesService } from './timelines.service';

@ApiTags('users')
@ApiBearerAuth()
@Controller('users')
export class TimelinesController {
  constructor(private readonly timelines: TimelinesService) {}

  @Get(':id/timeline')
  @Roles('support', 'finance', 'admin')
  @ApiOperation({
    summary: 'Everything that is known of a player, newest first',
    description:
      'Ledger entries, refusals, orders and payments with each of their moments, grants, sessions, events, and what ' +
      'staff did about them.',
    operationId: 'getTimeline',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Chooses the names of products.' })
  @ApiPage(TimelineEntryView)
  @ApiErrors('auth.forbidden', 'user.not_found')
  read(
    @SubjectId() userId: string,
    @Query() { limit, cursor, kind }: TimelineQueryDto,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<Page<TimelineEntryView>> {
    return this.timelines.page(userId, { limit, cursor, only: kind, languages: acceptedLanguages(languages) });
  }
}
