import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { Optional } from '../../platform/http/plain-integer';

const MAX_SECRET_CHARACTERS = 1_000;

/** Which one counts depends on who erases whom. */
export class EraseUserDto {
  @ApiPropertyOptional({
    example: 'the password on the board that Florin prints',
    description: 'Of those who erase themselves and have a password.',
  })
  @Optional()
  @IsString()
  @Length(1, MAX_SECRET_CHARACTERS)
  password?: string;

  @ApiPropertyOptional({ description: 'Of guests who erase themselves: they have no password.' })
  @Optional()
  @IsString()
  @Length(1, MAX_SECRET_CHARACTERS)
  deviceId?: string;

  @ApiPropertyOptional({
    example: 'Asked for by mail.',
    description: 'Why an admin erases somebody else. The audit log keeps it, but for the name and address in it.',
  })
  @Optional()
  @Length(3, 500)
  @Matches(/^[^\p{Cc}\p{Cs}]*$/u, { message: 'must be text without control characters' })
  reason?: string;
}
