import type { OpenAPIObject } from '@nestjs/swagger';
import type { Operation } from '../../src/platform/http/openapi';

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  example?: unknown;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  deprecated?: boolean;
  readOnly?: boolean;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
}

/** What Swagger UI writes for a string of which nothing more is known. */
const STRINGS: Record<string, string> = {
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  email: 'user@example.com',
  'date-time': '2026-01-01T00:00:00.000Z',
};

/** The request that "Try it out" of Swagger UI prepares: path, headers and body, where nobody fills in anything. */
export function triedOut(document: OpenAPIObject, path: string, { parameters = [], requestBody }: Operation) {
  const filled = parameters.flatMap((parameter) => {
    if (!('name' in parameter)) return [];
    const schema = (parameter.schema ?? {}) as Schema;
    const value = parameter.example ?? schema.example ?? schema.default;
    return value === undefined ? [] : [{ in: parameter.in, name: parameter.name, value: String(value) }];
  });
  const valuesIn = (place: string) =>
    Object.fromEntries(filled.filter((parameter) => parameter.in === place).map(({ name, value }) => [name, value]));
  const inPath = valuesIn('path');
  return {
    path: path.replace(/{(\w+)}/g, (all, name: string) => inPath[name] ?? all),
    headers: valuesIn('header'),
    body: bodyOf(document, requestBody),
  };
}

/** The first of `examples`, else `example`, else one made up from the schema. */
function bodyOf(document: OpenAPIObject, requestBody: Operation['requestBody']): unknown {
  if (requestBody === undefined || '$ref' in requestBody) return undefined;
  const { examples, example, schema } = requestBody.content['application/json'];
  if (examples !== undefined) return (Object.values(examples)[0] as { value?: unknown }).value;
  return example ?? sampleOf(document, schema as Schema);
}

function sampleOf(document: OpenAPIObject, schema: Schema): unknown {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return sampleOf(document, (document.components?.schemas?.[name] ?? {}) as Schema);
  }
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(document, part)));
  return schema.example ?? schema.default ?? schema.enum?.[0] ?? madeUp(document, schema);
}

function madeUp(document: OpenAPIObject, { type, format = '', minimum = 0, properties = {}, items = {} }: Schema) {
  if (type === 'array') return [sampleOf(document, items)];
  if (type === 'string') return STRINGS[format] ?? 'string';
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return minimum;
  const shown = Object.entries(properties).filter(([, { deprecated, readOnly }]) => !deprecated && !readOnly);
  return Object.fromEntries(shown.map(([name, field]) => [name, sampleOf(document, field)]));
}
