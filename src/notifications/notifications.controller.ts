import { Body, Controller, Get, Headers, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { acceptedLanguages } from '../platform/http/accept-language';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser, Limit, Roles } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { NotificationsQueryDto } from './dto/notifications.query.dto';
import { ReadNotificationsDto } from './dto/read-notifications.dto';
import { NotificationsView, TicketView, UnreadView } from './notification.view';
import { NotificationsService } from './notifications.service';
import { SocketTickets } from './socket-tickets';

const ApiLanguages = (description: string) => ApiHeader({ name: 'Accept-Language', required: false, description });

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('notifications')
@Roles('player', 'support', 'finance', 'admin')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly tickets: SocketTickets,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What one was told in the last 7 days',
    description: 'With `after` what came after it, the oldest first; without it the newest first.',
    operationId: 'listNotifications',
  })
  @ApiLanguages('Chooses among the names of products.')
  @ApiOkResponse({ type: NotificationsView })
  @ApiErrors('auth.forbidden')
  list(
    @CurrentUser() { id }: Principal,
    @Query() query: NotificationsQueryDto,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<NotificationsView> {
    return this.notifications.list(id, query, acceptedLanguages(languages));
  }

  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark a notification and all before it as read', operationId: 'readNotifications' })
  @ApiOkResponse({ type: UnreadView })
  @ApiErrors('auth.forbidden')
  read(@CurrentUser() { id }: Principal, @Body() { upTo }: ReadNotificationsDto): Promise<UnreadView> {
    return this.notifications.markRead(id, upTo);
  }

  @Post('ticket')
  @Limit('tickets')
  @ApiOperation({
    summary: 'Get a ticket that opens a socket',
    description: 'Good once. `GET /ws` with the subprotocols `florin` and `ticket.<ticket>`.',
    operationId: 'issueSocketTicket',
  })
  @ApiLanguages('In which the names of products come over the socket; else what the upgrade accepts.')
  @ApiCreatedResponse({ type: TicketView })
  @ApiErrors('auth.forbidden')
  issueTicket(
    @CurrentUser() user: Principal,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<TicketView> {
    return this.tickets.issue(user, acceptedLanguages(languages));
  }
}
