import { ApiProperty } from '@nestjs/swagger';
import { isEmail, Matches, ValidateBy } from 'class-validator';
import { NewPassword } from './new-password';

const MAX_EMAIL_CHARACTERS = 254;

export class RegisterDto {
  @ApiProperty({
    example: 'newcomer',
    description: '3 to 32 letters, digits, `_`, `.` or `-`; unique whatever the case.',
  })
  @Matches(/^[A-Za-z0-9_.-]{3,32}$/, { message: 'must be 3 to 32 letters, digits, "_", "." or "-"' })
  username: string;

  @ApiProperty({ format: 'email', maxLength: MAX_EMAIL_CHARACTERS, example: 'newcomer@example.com' })
  @ValidateBy({
    name: 'mailAddress',
    validator: { validate: isMailAddress, defaultMessage: () => 'must be an email address in ASCII' },
  })
  email: string;

  @NewPassword()
  password: string;
}

/** ASCII, so that the database and we mean the same by "whatever the case"; other domains have their `xn--` form. */
function isMailAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_EMAIL_CHARACTERS || !/^[\x21-\x7e]+$/.test(value)) return false;
  return isEmail(value, { allow_utf8_local_part: false });
}
