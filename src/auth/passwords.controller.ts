import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser, Limit, Public } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { mailAddressOf } from './dto/mail-address';
import { ChangePasswordDto, ConfirmPasswordResetDto, PasswordResetDto } from './dto/password.dto';
import { PasswordChangesService } from './password-changes.service';
import { PasswordResetsService } from './password-resets.service';
import { Caller, type SessionCaller } from './session-caller';
import { SessionView } from './session.view';

/** The same words whether or not the address is known. */
const ASKED = 'If this address belongs to an account, a mail is on its way to it.';

class PasswordResetAsked {
  @ApiProperty({ example: ASKED })
  message: string;
}

@ApiTags('auth')
@Controller('auth')
export class PasswordsController {
  constructor(
    private readonly changes: PasswordChangesService,
    private readonly resets: PasswordResetsService,
  ) {}

  @Post('password')
  @HttpCode(200)
  @Limit('login', ({ principal }) => principal?.id)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Change one’s own password',
    description: 'Ends all sessions, and answers a new one. Access tokens that are out hold until they expire.',
    operationId: 'changePassword',
  })
  @ApiOkResponse({ type: SessionView })
  @ApiErrors('auth.invalid_credentials', 'account.blocked')
  change(
    @CurrentUser() { id }: Principal,
    @Body() { currentPassword, newPassword }: ChangePasswordDto,
    @Caller() caller: SessionCaller,
  ): Promise<SessionView> {
    return this.changes.change(id, currentPassword, newPassword, caller);
  }

  @Post('password-reset')
  @HttpCode(202)
  @Public()
  @Limit('passwordReset', ({ body }) => mailAddressOf(body))
  @ApiOperation({
    summary: 'Ask for a mail with a link that gives a new password',
    description:
      'The answer does not tell whether the address is known. The link holds for an hour, and only the last.',
    operationId: 'askForPasswordReset',
  })
  @ApiAcceptedResponse({ type: PasswordResetAsked })
  @ApiErrors('mail.not_configured')
  async ask(@Body() { email }: PasswordResetDto): Promise<PasswordResetAsked> {
    await this.resets.ask(email);
    return { message: ASKED };
  }

  @Post('password-reset/confirm')
  @HttpCode(204)
  @Public()
  @Limit('refresh')
  @ApiOperation({
    summary: 'Choose a new password by the link of a mail',
    description: 'Once. Ends all sessions.',
    operationId: 'confirmPasswordReset',
  })
  @ApiNoContentResponse({ description: 'The password is the new one.' })
  @ApiErrors('auth.reset_token_invalid', 'account.blocked')
  confirm(@Body() { token, newPassword }: ConfirmPasswordResetDto): Promise<void> {
    return this.resets.confirm(token, newPassword);
  }
}
