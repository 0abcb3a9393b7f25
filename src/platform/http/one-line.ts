import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { Optional } from './plain-integer';

interface LineOptions {
  /** Without the blanks around it; 1 unless told. */
  min?: number;
  /** The field may be absent; null is refused all the same. */
  optional?: boolean;
  example?: string;
  description?: string;
}

/**
 * A line of text that somebody writes, of at most `max` characters and not blank. Control characters would break lines of
 * logs and lists apart, and the database takes no half of a surrogate pair.
 */
export function OneLine(max: number, { min = 1, optional = false, ...shown }: LineOptions = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: min, maxLength: max, required: !optional, ...shown }),
    ...(optional ? [Optional()] : []),
    ValidateBy({
      name: 'oneLine',
      validator: {
        validate: (value) => isOneLine(value, min, max),
        defaultMessage: () => `must be ${min} to ${max} characters on one line`,
      },
    }),
  );
}

function isOneLine(value: unknown, min: number, max: number): boolean {
  if (typeof value !== 'string' || value.length > max) return false;
  return value.trim().length >= min && !/[\p{Cc}\p{Cs}]/u.test(value);
}
