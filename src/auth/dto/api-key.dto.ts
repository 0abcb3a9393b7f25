import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';
import { Moment } from '../../platform/http/moment';
import { Optional } from '../../platform/http/plain-integer';
import { type Scope, SCOPES } from '../../platform/security/principal';

const MAX_NAME_CHARACTERS = 100;

export class NewApiKeyDto {
  @ApiProperty({
    maxLength: MAX_NAME_CHARACTERS,
    example: 'game-server-eu',
    description: 'What it is for, so that people know which one to revoke.',
  })
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,100}$/u, {
    message: `must be 1 to ${MAX_NAME_CHARACTERS} characters on one line`,
  })
  name: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['inventory:write', 'read'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  @ApiPropertyOptional({ format: 'date-time', description: 'Without it the key holds until it is revoked.' })
  @Optional()
  @Moment()
  expiresAt?: string;
}
