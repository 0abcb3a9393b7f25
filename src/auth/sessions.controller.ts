import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { CurrentUser, Limit, Public } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { CurrentSession } from './current-session';
import { RefreshTokenDto } from './dto/refresh-token.dto';
import { OwnSessionView, ownSessionView } from './own-session.view';
import { RefreshCookie } from './refresh-cookie';
import { Caller, type SessionCaller } from './session-caller';
import { SessionIdPipe } from './session-id.pipe';
import { SessionView } from './session.view';
import { SessionsService } from './sessions.service';

@ApiTags('auth')
@Controller('auth')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookie: RefreshCookie,
  ) {}

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @Limit('refresh')
  @ApiOperation({
    summary: 'Take a refresh token for a new access token',
    description:
      'A refresh token is good once: the answer holds the next. When no answer arrives, send the same token again ' +
      'within 30 seconds: the successor in the answer that was lost ends, and another comes. Any other token that comes ' +
      'a second time ends its session, so let only one refresh be under way. Without a body the token of the cookie ' +
      'counts, and the next comes as a cookie too.',
    operationId: 'refresh',
  })
  @ApiOkResponse({ type: SessionView })
  @ApiErrors('auth.refresh_token_invalid', 'auth.refresh_token_reused', 'auth.cross_site', 'account.blocked')
  refresh(
    @Body() { refreshToken }: RefreshTokenDto,
    @Caller({ begins: false }) caller: SessionCaller,
  ): Promise<SessionView> {
    return this.sessions.refresh(this.cookie.presentedBy(caller, refreshToken));
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @Limit('refresh')
  @ApiOperation({
    summary: 'End the session of a refresh token',
    description: 'Of the body or the cookie. It may be repeated, and asks for no access token, which may have expired.',
    operationId: 'logout',
  })
  @ApiNoContentResponse({ description: 'This session does not hold any more.' })
  @ApiErrors('auth.cross_site')
  logout(@Body() { refreshToken }: RefreshTokenDto, @Caller({ begins: false }) caller: SessionCaller): Promise<void> {
    return this.sessions.end(this.cookie.presentedBy(caller, refreshToken));
  }

  @Get('sessions')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'One’s own sessions that hold, newest first', operationId: 'listSessions' })
  @ApiPage(OwnSessionView)
  async list(
    @CurrentUser() { id }: Principal,
    @CurrentSession() current: string | undefined,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<OwnSessionView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const sessions = await this.sessions.list(id, limit + 1, before);
    const items = sessions.slice(0, limit).map((session) => ownSessionView(session, current));
    return { items, nextCursor: sessions.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Delete('sessions')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'End all of one’s own sessions',
    description: 'This one too. Access tokens that are out hold until they expire.',
    operationId: 'endSessions',
  })
  @ApiNoContentResponse({ description: 'None holds any more.' })
  endAll(@CurrentUser() { id }: Principal): Promise<void> {
    return this.sessions.endAll(id);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'End one of one’s own sessions', operationId: 'endSession' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'It does not hold any more.' })
  @ApiErrors('auth.session_not_found')
  endOne(@CurrentUser() { id: userId }: Principal, @Param('id', SessionIdPipe) id: string): Promise<void> {
    return this.sessions.endOne(userId, id);
  }
}
