import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser, Limit, Public } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { GuestDto } from './dto/guest.dto';
import { RegisterDto } from './dto/register.dto';
import { GuestsService } from './guests.service';
import { Caller, type SessionCaller } from './session-caller';
import { SessionView } from './session.view';

/** Another name than that of the example of `register`, so that both work. */
const REGULAR = { username: 'regular', email: 'regular@example.com', password: 'correct horse battery staple' };

@ApiTags('auth')
@Controller('auth')
export class GuestsController {
  constructor(private readonly guests: GuestsService) {}

  @Post('guest')
  @Public()
  @Limit('guest')
  @ApiOperation({
    summary: 'Play without an account of one’s own',
    description: 'The same device is always the same guest: 201 at first sight, 200 from then on.',
    operationId: 'enterAsGuest',
  })
  @ApiCreatedResponse({ type: SessionView })
  @ApiOkResponse({ type: SessionView })
  @ApiErrors('auth.invalid_credentials', 'account.blocked')
  async enter(
    @Body() { deviceId }: GuestDto,
    @Caller() caller: SessionCaller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { session, isNew } = await this.guests.enter(deviceId, caller);
    reply.code(isNew ? 201 : 200);
    return session;
  }

  @Post('upgrade')
  @HttpCode(200)
  @Limit('register')
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Make a full account of a guest’s',
    description: 'Id and holdings stay. The device proves nothing any more, and all other sessions end.',
    operationId: 'upgradeGuest',
  })
  @ApiBody({ type: RegisterDto, examples: { regular: { summary: 'A name and a password', value: REGULAR } } })
  @ApiOkResponse({ type: SessionView })
  @ApiErrors('auth.not_a_guest', 'user.username_taken', 'user.email_taken', 'account.blocked')
  upgrade(
    @CurrentUser() { id }: Principal,
    @Body() registration: RegisterDto,
    @Caller() caller: SessionCaller,
  ): Promise<SessionView> {
    return this.guests.upgrade(id, registration, caller);
  }
}
