import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';

export class ClaimableRewardsDto extends PageQuery {
  @ApiPropertyOptional({ example: 'daily_login', description: 'This one alone, in any case.', maxLength: 100 })
  @Optional()
  @IsString()
  @MaxLength(100)
  reason?: string;
}
