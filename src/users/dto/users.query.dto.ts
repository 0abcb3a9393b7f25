import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';

const MAX_CHARACTERS = 254;

export class UsersQuery extends PageQuery {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: MAX_CHARACTERS,
    example: 'pla',
    description: 'How a username or an email begins, in any case, or an id.',
  })
  @Optional()
  @IsString()
  @Length(1, MAX_CHARACTERS)
  text?: string;
}
