import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { InvalidRequest } from '../errors/platform.errors';
import { isDay } from './day';
import { isId } from './id';
import { IntegerText, Optional } from './plain-integer';

const MAX_CURSOR_CHARACTERS = 512;

/** The part of a query that every list understands. */
export class PageQuery {
  @IntegerText({ min: 1, max: 100, optional: true, example: 20 })
  limit: number = 20;

  /** The `nextCursor` of the page before. */
  @ApiPropertyOptional({ description: '`nextCursor` of the page before', maxLength: MAX_CURSOR_CHARACTERS })
  @Optional()
  @IsString()
  @MaxLength(MAX_CURSOR_CHARACTERS)
  cursor?: string;
}

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

const FIELDS = {
  integer: (value: unknown) => Number.isSafeInteger(value),
  uuid: isId,
  day: isDay,
  /** As `toISOString` writes it, or with PostgreSQL's microseconds. */
  time: (value: unknown) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
  text: (value: unknown) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0'),
} satisfies Record<string, (value: unknown) => boolean>;

export type CursorField = keyof typeof FIELDS;
type CursorValues<Shape extends readonly CursorField[]> = {
  -readonly [Index in keyof Shape]: Shape[Index] extends 'integer' ? number : string;
};

/** Where a page ended, opaque to the client: the values of the last row that its order is made of. */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * The values of a cursor that this service made; `shape` says what each must be.
 *
 * @throws InvalidRequest for a forged or foreign one
 */
export function decodeCursor<const Shape extends readonly CursorField[]>(
  cursor: string,
  shape: Shape,
): CursorValues<Shape> {
  const values = parsed(cursor);
  const fits =
    Array.isArray(values) &&
    values.length === shape.length &&
    shape.every((field, index) => FIELDS[field](values[index])) &&
    encodeCursor(values) === cursor;
  if (fits) return values as CursorValues<Shape>;
  throw new InvalidRequest('The cursor is not one that this list gave out.', [
    { detail: 'is not a cursor of this list', pointer: '/cursor' },
  ]);
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
