import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, MaxLength } from 'class-validator';
import { MailAddress } from './mail-address';
import { NewPassword } from './new-password';

const MAX_TOKEN_CHARACTERS = 200;

export class ChangePasswordDto {
  @ApiProperty({ example: 'the password on the board that Florin prints' })
  @IsString()
  @Length(1, 1_000)
  currentPassword: string;

  @NewPassword()
  newPassword: string;
}

export class PasswordResetDto {
  @MailAddress('player@example.com')
  email: string;
}

export class ConfirmPasswordResetDto {
  @ApiProperty({ maxLength: MAX_TOKEN_CHARACTERS, description: 'What the link in the mail has behind `#token=`.' })
  @IsString()
  @MaxLength(MAX_TOKEN_CHARACTERS)
  token: string;

  @NewPassword()
  newPassword: string;
}
