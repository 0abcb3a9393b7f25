import type { OpenAPIObject } from '@nestjs/swagger';
import type { Operation } from './openapi';

interface Schema {
  $ref?: string;
  example?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
}

/**
 * Gives a body the example that "Try it out" starts from: the fields that have an example or a default. Left to itself
 * Swagger UI makes the others up (`"userId": "string"`), and the request is refused.
 */
export function addBodyExample({ requestBody }: Operation, document: OpenAPIObject): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  for (const media of Object.values(requestBody.content)) {
    if (media.examples !== undefined || media.example !== undefined) continue;
    const { properties = {} } = resolved(media.schema as Schema, document);
    const fields = Object.entries(properties).map(([name, field]) => [name, field.example ?? field.default] as const);
    media.example = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }
}

function resolved(schema: Schema, { components }: OpenAPIObject): Schema {
  const name = schema.$ref?.split('/').pop();
  return name === undefined ? schema : (components?.schemas?.[name] ?? {});
}
