import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { momentOf } from '../../platform/http/moment';

/** A field that names a day of UTC, as `2026-11-21`. */
export function Day({ required = true, description }: { required?: boolean; description?: string } = {}) {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date', example: required ? '2026-11-20' : undefined, required, description }),
    ValidateBy({
      name: 'day',
      validator: {
        validate: (value) => typeof value === 'string' && value.length === 10 && momentOf(value) !== undefined,
        defaultMessage: () => 'must be a day as in 2026-11-21',
      },
    }),
  );
}
