import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Optional } from '../../platform/http/plain-integer';

const MAX_CHARACTERS = 200;

export class RefreshTokenDto {
  @ApiPropertyOptional({ maxLength: MAX_CHARACTERS, description: 'Without it the cookie counts.' })
  @Optional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  refreshToken?: string;
}
