import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of our ids (UUID, RFC 9562), in either case. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && ID.test(text);
}

/** A field that names something by its id; it arrives in lower case. */
export function Id({ orMe = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: orMe ? undefined : 'uuid' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    ValidateBy({
      name: 'id',
      validator: {
        validate: (value) => isId(value) || (orMe && value === 'me'),
        defaultMessage: () => (orMe ? 'must be an id or `me`' : 'must be an id'),
      },
    }),
  );
}
