import { ValidateBy } from 'class-validator';
import { momentOf } from './moment';

/** A field that names a day of UTC (RFC 3339), such as 2026-11-21. */
export function Day(): PropertyDecorator {
  return ValidateBy({
    name: 'day',
    validator: {
      validate: isDay,
      defaultMessage: () => 'must be a day as in 2026-11-21',
    },
  });
}

export function isDay(value: unknown): value is string {
  return typeof value === 'string' && value.length === 10 && momentOf(value) !== undefined;
}
