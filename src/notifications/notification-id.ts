import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

const DIGITS = 16;
const FORM = /^\d{1,16}$/;
const EXAMPLE = '1763721000000042';

/** Before every notification. */
export const BEFORE_ALL = 0;
/** After every notification. */
export const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/** As clients know it: as text it is in the order of its number. */
export function idText(id: number): string {
  return String(id).padStart(DIGITS, '0');
}

/** Undefined for what is no id of a notification. */
export function idNumber(text: unknown): number | undefined {
  if (typeof text !== 'string' || !FORM.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}

/** A field that names a notification, or a place among them. */
export function NotificationId({ description = '', optional = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, pattern: FORM.source, example: EXAMPLE, description, required: !optional }),
    ValidateBy({
      name: 'notificationId',
      validator: {
        validate: (value) => idNumber(value) !== undefined || (optional && value === undefined),
        defaultMessage: () => 'must be the id of a notification',
      },
    }),
  );
}
