import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isEmail, ValidateBy } from 'class-validator';

const MAX_CHARACTERS = 254;

/** An email address. */
export function MailAddress(example: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: 'email', maxLength: MAX_CHARACTERS, example }),
    ValidateBy({
      name: 'mailAddress',
      validator: { validate: isMailAddress, defaultMessage: () => 'must be an email address in ASCII' },
    }),
  );
}

/** ASCII, so that the database and we mean the same by "whatever the case"; other domains have their `xn--` form. */
function isMailAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_CHARACTERS || !/^[\x21-\x7e]+$/.test(value)) return false;
  return isEmail(value, { allow_utf8_local_part: false });
}

/** Whose mail this is about, as far as the body tells before anything has looked at it. */
export function mailAddressOf(body: unknown): string | undefined {
  const { email } = (body ?? {}) as { email?: unknown };
  return typeof email === 'string' ? email.toLowerCase() : undefined;
}
