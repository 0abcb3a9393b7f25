import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Optional } from '../../platform/http/plain-integer';

const MAX_CHARACTERS = 100;

/** A field that names the click that brought somebody. One that is no click's keeps nobody out: it is not looked at. */
export function BroughtByClick(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ maxLength: MAX_CHARACTERS, description: 'Of `GET /track`: the click that brought them.' }),
    Optional(),
    IsString(),
    MaxLength(MAX_CHARACTERS),
  );
}
