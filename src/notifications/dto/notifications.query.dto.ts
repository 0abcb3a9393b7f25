import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IntegerText, Optional } from '../../platform/http/plain-integer';
import { NotificationId } from '../notification-id';

export class NotificationsQueryDto {
  @NotificationId({ optional: true, description: 'Only what came after it, the oldest first.' })
  after?: string;

  @NotificationId({ optional: true, description: '`nextCursor` of the page before.' })
  cursor?: string;

  @IntegerText({ min: 1, max: 100, optional: true, example: 20 })
  limit: number = 20;

  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false', description: 'Only what was not read.' })
  @Optional()
  @IsIn(['true', 'false'])
  unread: 'true' | 'false' = 'false';
}
