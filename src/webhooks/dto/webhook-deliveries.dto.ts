import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Id } from '../../platform/http/id';
import { Moment } from '../../platform/http/moment';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../webhook-delivery';

const ENDED = ['delivered', 'failed'] as const;

export class WebhookDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @Optional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @ApiPropertyOptional({ example: 'purchase.completed' })
  @Optional()
  @IsString()
  @MaxLength(64)
  type?: string;

  @ApiPropertyOptional({ description: 'Only what is about this player.' })
  @Optional()
  @Id()
  userId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'From this moment on.' })
  @Optional()
  @Moment()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this moment.' })
  @Optional()
  @Moment()
  until?: string;
}

export class ReplayRangeDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:00:00Z', description: 'What came from this moment on.' })
  @Moment()
  since: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T12:00:00Z', description: 'And before this moment.' })
  @Moment()
  until: string;

  @ApiPropertyOptional({ enum: ENDED, example: 'failed', description: 'Only these; without it both.' })
  @Optional()
  @IsIn(ENDED)
  status?: (typeof ENDED)[number];
}
