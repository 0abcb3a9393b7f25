import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { Moment } from '../../platform/http/moment';
import { IntegerText, Optional } from '../../platform/http/plain-integer';
import { EVENT_TYPE } from '../event-draft';

const MAX_CURSOR_CHARACTERS = 512;
const FAULT = { message: 'must be 1 to 100 letters, digits, "_", "." or "-"' };

export class EventsQueryDto {
  @IntegerText({ min: 1, max: 1_000, optional: true, example: 100 })
  limit: number = 100;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before', maxLength: MAX_CURSOR_CHARACTERS })
  @Optional()
  @IsString()
  @MaxLength(MAX_CURSOR_CHARACTERS)
  cursor?: string;

  @ApiPropertyOptional({ description: 'Only events of this type.' })
  @Optional()
  @Matches(EVENT_TYPE, FAULT)
  type?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'That happened from this moment on.' })
  @Optional()
  @Moment()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'That happened before this moment.' })
  @Optional()
  @Moment()
  until?: string;
}

/** With the names that the earlier system had for the same. */
export class OwnEventsQueryDto extends EventsQueryDto {
  @IntegerText({ min: 0, max: 10_000, optional: true })
  offset?: number;

  @ApiPropertyOptional({ description: 'The earlier name of `type`.' })
  @Optional()
  @Matches(EVENT_TYPE, FAULT)
  event_type?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The earlier name of `since`.' })
  @Optional()
  @Moment()
  start_time?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The earlier name of `until`.' })
  @Optional()
  @Moment()
  end_time?: string;
}
