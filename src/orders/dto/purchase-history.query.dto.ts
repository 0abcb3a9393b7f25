import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';

export class PurchaseHistoryDto extends PageQuery {
  @ApiPropertyOptional({
    description: 'As an earlier system asked for it: the caller’s own id, or `me`. Any other is not found.',
    example: 'me',
  })
  @Optional()
  @IsString()
  @MaxLength(64)
  user_id?: string;
}
