import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { Limit, Public } from '../platform/security/access';
import { AccessTokens } from './access-tokens';
import { DemoLoginDto } from './dto/demo-login.dto';
import { ExternalIdentitiesService } from './external-identities.service';
import { SessionsService } from './sessions.service';

/** The settings let no other issuer have this name. */
const ISSUER = 'demo';

class DemoSession {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer <token>`.' })
  token: string;

  @ApiProperty({ description: 'As it was given. Florin’s own id is in `GET /users/me`.', example: 'player_001' })
  userId: string;
}

/** The login of the earlier system, which asks for no proof at all: for demonstrations, which production refuses. */
@ApiTags('auth')
@Controller('login')
export class DemoLoginController {
  constructor(
    private readonly identities: ExternalIdentitiesService,
    private readonly sessions: SessionsService,
    private readonly accessTokens: AccessTokens,
  ) {}

  @Post()
  @HttpCode(200)
  @Public()
  @Limit('guest')
  @ApiOperation({
    summary: 'Log in by a bare user id, in a demonstration',
    description: 'As the earlier system did. Each id is a player of its own, never an account with a password.',
    operationId: 'demoLogin',
  })
  @ApiOkResponse({ type: DemoSession })
  @ApiErrors('account.blocked')
  async login(@Body() { userId }: DemoLoginDto): Promise<DemoSession> {
    const id = await this.identities.playerOf(ISSUER, userId);
    await this.sessions.requireActive(id);
    return { token: this.accessTokens.issue({ id, role: 'player' }).accessToken, userId };
  }
}
