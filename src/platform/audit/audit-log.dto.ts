import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Id } from '../http/id';
import { Moment } from '../http/moment';
import { PageQuery } from '../http/page';
import { Optional } from '../http/plain-integer';

/** What of the audit log is wanted. */
export class AuditLogQuery extends PageQuery {
  @ApiPropertyOptional()
  @Optional()
  @Id()
  actorId?: string;

  @ApiPropertyOptional()
  @Optional()
  @Id()
  subjectId?: string;

  @ApiPropertyOptional({ maxLength: 100 })
  @Optional()
  @IsString()
  @MaxLength(100)
  action?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'From this moment on.' })
  @Optional()
  @Moment()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this moment.' })
  @Optional()
  @Moment()
  until?: string;
}
