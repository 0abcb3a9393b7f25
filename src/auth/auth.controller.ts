import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { Limit, Public } from '../platform/security/access';
import { AuthService } from './auth.service';
import { LoginDto, loginNameOf } from './dto/login.dto';
import { RegisterDto } from './dto/register.dto';
import { Caller, type SessionCaller } from './session-caller';
import { SessionView } from './session.view';

@ApiTags('auth')
@Controller('auth')
@Public()
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('register')
  @Limit('register')
  @ApiOperation({
    summary: 'Make an account',
    description: 'The new player is logged in at once.',
    operationId: 'register',
  })
  @ApiCreatedResponse({ type: SessionView })
  @ApiErrors('user.username_taken', 'user.email_taken')
  register(@Body() registration: RegisterDto, @Caller() caller: SessionCaller): Promise<SessionView> {
    return this.auth.register(registration, caller);
  }

  @Post('login')
  @HttpCode(200)
  @Limit('login', ({ body }) => loginNameOf(body))
  @ApiOperation({
    summary: 'Get an access token and a refresh token',
    description: 'By username or email, whatever the case.',
    operationId: 'login',
  })
  @ApiOkResponse({ type: SessionView })
  @ApiErrors('auth.invalid_credentials', 'account.blocked')
  login(@Body() { username, email, password }: LoginDto, @Caller() caller: SessionCaller): Promise<SessionView> {
    return this.auth.login(username ?? email ?? '', password, caller);
  }
}
