import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IntegerText, Optional } from '../../platform/http/plain-integer';
import { Day } from './day';

/** A name of a hundred letters may be long as bytes. */
const MAX_CURSOR_CHARACTERS = 1_024;

export class CampaignsQueryDto {
  @Optional()
  @Day({ required: false, description: 'The first day, of UTC; by default 7 days up to `to`.' })
  from?: string;

  @Optional()
  @Day({ required: false, description: 'The last day; by default today.' })
  to?: string;

  @ApiPropertyOptional({ maxLength: 100, description: 'Only this one, whatever the case.' })
  @Optional()
  @IsString()
  @MaxLength(100)
  campaign?: string;

  @IntegerText({ min: 1, max: 1_000, optional: true, example: 500 })
  limit: number = 500;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before', maxLength: MAX_CURSOR_CHARACTERS })
  @Optional()
  @IsString()
  @MaxLength(MAX_CURSOR_CHARACTERS)
  cursor?: string;
}
