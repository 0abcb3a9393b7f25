import { ValidateBy } from 'class-validator';

type Check = (value: unknown) => boolean;

/** A field that is a plain object whose every member passes; `message` completes "prices …". */
export function ObjectOf(entry: (name: string, value: unknown) => boolean, message: string): PropertyDecorator {
  return ValidateBy({
    name: 'objectOf',
    validator: {
      validate: (value: unknown) =>
        isObject(value) && Object.entries(value).every(([name, member]) => entry(name, member)),
      defaultMessage: () => message,
    },
  });
}

/** A field that is a plain object of at most `bytes` as JSON. */
export function ObjectWithin(bytes: number): PropertyDecorator {
  const fits: Check = (value) => isObject(value) && Buffer.byteLength(JSON.stringify(value)) <= bytes;
  return ValidateBy({
    name: 'objectWithin',
    validator: { validate: fits, defaultMessage: () => `must be an object of at most ${bytes} bytes` },
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown, max: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max;
}
