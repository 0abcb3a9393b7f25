import { Body, Controller, Get, HttpCode, Ip, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { TakesLargeBody } from '../platform/http/large-body';
import type { Page } from '../platform/http/page';
import { CurrentUser, Limit, Scoped } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { EventsQueryDto, OwnEventsQueryDto } from './dto/events.query.dto';
import { RecordEventsDto } from './dto/record-events.dto';
import { eventDraftsOf, MAX_EVENTS, MAX_META_BYTES } from './event-draft';
import { EventRecording, type Recording } from './event-recording.service';
import { EarlierRecordingView, earlierView, EventView, OwnEventsView, RecordingView } from './event.view';
import { EventsService } from './events.service';

/** A thousand events with all that they may hold, and the names around it. */
const LARGEST = { bytes: MAX_EVENTS * (MAX_META_BYTES + 1_024), members: 200_000 };

@ApiTags('events')
@ApiBearerAuth()
@Controller()
export class EventsController {
  constructor(
    private readonly recording: EventRecording,
    private readonly events: EventsService,
  ) {}

  @Post('events')
  @HttpCode(202)
  @Limit('events')
  @Scoped('events:write')
  @TakesLargeBody(LARGEST)
  @ApiOperation({
    summary: 'Tell what a player did',
    description:
      'One event, or up to 1,000 under `events`: all are written before this is answered, or none. Players write ' +
      'their own; servers for the `userId` of each event. With a `clientEventId` it may be repeated.',
    operationId: 'recordEvents',
  })
  @ApiBody({ type: RecordEventsDto })
  @ApiAcceptedResponse({ type: RecordingView })
  @ApiErrors('user.not_found', 'auth.forbidden', 'event.busy', 'service.outcome_unknown')
  record(@CurrentUser() caller: Principal, @Body() body: unknown, @Ip() ip: string): Promise<Recording> {
    return this.recording.record(caller, eventDraftsOf(body, caller), ip);
  }

  @Post('event')
  @HttpCode(202)
  @Limit('events')
  @Scoped('events:write')
  @TakesLargeBody(LARGEST)
  @ApiOperation({ summary: 'The earlier address of `POST /events`', operationId: 'recordEvent' })
  @ApiBody({ type: RecordEventsDto })
  @ApiAcceptedResponse({ type: EarlierRecordingView })
  @ApiErrors('user.not_found', 'auth.forbidden', 'event.busy', 'service.outcome_unknown')
  async recordOne(
    @CurrentUser() caller: Principal,
    @Body() body: unknown,
    @Ip() ip: string,
  ): Promise<EarlierRecordingView> {
    return earlierView(await this.recording.record(caller, eventDraftsOf(body, caller), ip));
  }

  @Get('events')
  @ApiOperation({
    summary: 'What one did oneself, the latest first',
    description: 'In the order in which it came. Either `cursor` or, as earlier, `offset`.',
    operationId: 'ownEvents',
  })
  @ApiOkResponse({ type: OwnEventsView })
  own(@CurrentUser() caller: Principal, @Query() query: OwnEventsQueryDto): Promise<OwnEventsView> {
    return this.events.own(caller.id, query);
  }

  @Get('users/:id/events')
  @ApiOperation({ summary: 'What a player did, the latest first', operationId: 'listEvents' })
  @ApiPage(EventView)
  @ApiErrors('user.not_found')
  list(@SubjectId() userId: string, @Query() query: EventsQueryDto): Promise<Page<EventView>> {
    return this.events.list(userId, query);
  }
}
