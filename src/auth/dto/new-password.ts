import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, type ValidationArguments } from 'class-validator';

const MIN_CHARACTERS = 10;
const MAX_CHARACTERS = 128;

/** A password that somebody chooses: long enough, and not the name that everybody knows. */
export function NewPassword(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: MIN_CHARACTERS, maxLength: MAX_CHARACTERS, example: 'correct horse battery staple' }),
    ValidateBy({
      name: 'passwordLength',
      validator: {
        validate: hasGoodLength,
        defaultMessage: () => `must be ${MIN_CHARACTERS} to ${MAX_CHARACTERS} characters`,
      },
    }),
    ValidateBy({
      name: 'passwordIsNotName',
      validator: { validate: isNotName, defaultMessage: () => 'must not be the username or the email' },
    }),
  );
}

/** Characters as people count them, not UTF-16 units: an emoji is one. */
function hasGoodLength(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 2 * MAX_CHARACTERS) return false;
  const { length } = Array.from(value);
  return length >= MIN_CHARACTERS && length <= MAX_CHARACTERS;
}

function isNotName(value: unknown, args?: ValidationArguments): boolean {
  const { username, email } = (args?.object ?? {}) as { username?: unknown; email?: unknown };
  const names = [username, email].filter((name) => typeof name === 'string').map((name) => name.toLowerCase());
  return typeof value !== 'string' || !names.includes(value.toLowerCase());
}
