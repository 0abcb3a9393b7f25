import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { InvalidRequest } from '../errors/platform.errors';
import { rememberValidationRules } from './validation-rules';

rememberValidationRules();

const MAX_REPORTED = 50;
const PLAIN_TYPES: ReadonlySet<unknown> = new Set([String, Number, Boolean, Array, Object, Date, Buffer, undefined]);
const RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
};

interface Fault {
  detail: string;
  pointer: string;
}

/**
 * Turns what arrived into the DTO that the handler asks for. What the DTO does not name is refused, and nothing is
 * converted that the DTO does not convert itself. Nest's ValidationPipe does the same at three times the cost; validators
 * that return promises are not for DTOs.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || PLAIN_TYPES.has(metatype)) return value;
    if (Array.isArray(value)) throw new InvalidRequest('The body must be a JSON object.');
    const input = plainToInstance(metatype as Type<object>, value ?? {});
    const errors = validateSync(input, RULES);
    if (errors.length > 0) throw refusal(errors);
    return input;
  }
}

function refusal(errors: readonly ValidationError[]): InvalidRequest {
  const faults = errors.flatMap((error) => faultsOf(error, '')).slice(0, MAX_REPORTED);
  return new InvalidRequest(`The request is not valid: ${faults.map(inWords).slice(0, 3).join('; ')}.`, faults);
}

function faultsOf({ property, constraints = {}, children = [] }: ValidationError, parent: string): Fault[] {
  const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(constraints).map(([rule, message]) => ({
    detail: rule === 'whitelistValidation' ? 'is not a known field' : withoutName(message, property),
    pointer,
  }));
  return [...own, ...children.flatMap((child) => faultsOf(child, pointer))];
}

/** class-validator begins its messages with the name, which the pointer already tells. */
function withoutName(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}

function inWords({ detail, pointer }: Fault): string {
  return `${pointer.slice(1)} ${detail}`;
}
