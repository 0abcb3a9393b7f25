import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length, Matches, ValidateIf } from 'class-validator';
import { BroughtByClick } from './brought-by-click';

/** Printable ASCII, as every username and email is: no look-alike may count as another account to the rate limits. */
const LOGIN_NAME = /^[\x21-\x7e]{1,254}$/;
const FAULT = { message: 'must be a username or an email' };

export class LoginDto {
  @ApiPropertyOptional({ example: 'player', description: 'Either this or `email`; this counts when both are given.' })
  @ValidateIf(({ username, email }: LoginDto) => username !== undefined || email === undefined)
  @Matches(LOGIN_NAME, FAULT)
  username?: string;

  @ApiPropertyOptional({ format: 'email', example: 'player@example.com' })
  @ValidateIf(({ email }: LoginDto) => email !== undefined)
  @Matches(LOGIN_NAME, FAULT)
  email?: string;

  @ApiProperty({ example: 'the password on the board that Florin prints' })
  @IsString()
  @Length(1, 1_000)
  password: string;

  @BroughtByClick()
  clickId?: string;
}

/** Whose login this is, as far as the body tells before anything has looked at it. */
export function loginNameOf(body: unknown): string | undefined {
  const { username, email } = (body ?? {}) as { username?: unknown; email?: unknown };
  const name = username ?? email;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}
