import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';

export interface IntegerBounds {
  min: number;
  max: number;
  /** The field may be absent; null is refused all the same. */
  optional?: boolean;
  example?: number;
}

/**
 * A field of a JSON body that is a whole number: only a JSON number that JavaScript holds exactly passes. `"1"`, 1.5,
 * 2^53, true and null are refused, since guessing what was meant is no way to treat money.
 */
export function PlainInteger(bounds: IntegerBounds): PropertyDecorator {
  return applyDecorators(...(bounds.optional ? [Optional()] : []), InBounds(bounds), documented(bounds));
}

/** A whole number in a query string: canonical decimal text (`7`, `-7`, never `07`, `+7`, `7.0` or `7e0`). */
export function IntegerText(bounds: IntegerBounds): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => integerOf(value)),
    PlainInteger(bounds),
  );
}

/** Absent or valid. Unlike `@IsOptional()` it does not let null through, which no handler expects. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** The number that the text stands for; anything else comes back as it was, for the validator to refuse. */
export function integerOf(value: unknown): unknown {
  return typeof value === 'string' && /^(0|-?[1-9]\d{0,15})$/.test(value) ? Number(value) : value;
}

export function isPlainInteger(value: unknown, { min, max }: IntegerBounds): boolean {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

function InBounds(bounds: IntegerBounds): PropertyDecorator {
  return ValidateBy({
    name: 'plainInteger',
    validator: {
      validate: (value: unknown) => isPlainInteger(value, bounds),
      defaultMessage: () => `must be a whole number from ${bounds.min} to ${bounds.max}`,
    },
  });
}

function documented({ min, max, optional, example }: IntegerBounds): PropertyDecorator {
  return ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: min,
    maximum: max,
    required: optional !== true,
    ...(example === undefined ? {} : { example }),
  });
}
