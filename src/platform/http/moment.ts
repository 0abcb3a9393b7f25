import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

const GRAMMAR = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d))?$/;

/** A field of a query that names a moment or a day (RFC 3339); it arrives as `toISOString` writes it. */
export function Moment(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => momentOf(value) ?? value),
    ValidateBy({
      name: 'moment',
      validator: {
        validate: (value) => momentOf(value) !== undefined,
        defaultMessage: () => 'must be a moment as in 2026-11-21T10:00:00Z, or a day',
      },
    }),
  );
}

/**
 * Undefined for what is no moment, the 30th of February included, which JavaScript would roll over into March. PostgreSQL
 * knows no year 0.
 */
export function momentOf(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? GRAMMAR.exec(value) : null;
  if (parts === null) return undefined;
  const [text, year, month, day] = parts;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const time = new Date(text);
  const utcYear = time.getUTCFullYear();
  const isMoment = Number(day) <= lastDay && utcYear >= 1 && utcYear <= 9_998;
  return isMoment ? time.toISOString() : undefined;
}
