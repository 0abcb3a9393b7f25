import { ApiProperty } from '@nestjs/swagger';
import { type Scope, SCOPES } from '../platform/security/principal';
import type { ApiKey } from './api-key.entity';

const moment = { type: String, format: 'date-time', nullable: true } as const;

/** A key as admins see it. */
export class ApiKeyView {
  @ApiProperty({ format: 'uuid', description: 'The `actorId` of what is done with it.' })
  id: string;

  @ApiProperty({ example: 'game-server-eu' })
  name: string;

  @ApiProperty({ description: 'How the key begins.', example: 'fl_nX2cJ0' })
  prefix: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['inventory:write', 'read'] })
  scopes: readonly Scope[];

  @ApiProperty({ ...moment, description: 'Null: it holds until it is revoked.' })
  expiresAt: string | null;

  @ApiProperty({ format: 'uuid', description: 'The admin who made it.' })
  createdBy: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ ...moment, description: 'To the minute.' })
  lastUsedAt: string | null;

  @ApiProperty(moment)
  revokedAt: string | null;
}

export class NewApiKeyView extends ApiKeyView {
  @ApiProperty({
    description: 'Send it as `Authorization: Bearer <key>`. It is shown this once.',
    example: 'fl_nX2cJ0m1v8QeT4rYkLw7zP5sHbA9dGfU3iOxV6aCjE4',
  })
  key: string;
}

export function apiKeyView(key: ApiKey): ApiKeyView {
  const { id, name, prefix, scopes, expiresAt, createdBy, createdAt, lastUsedAt, revokedAt } = key;
  return {
    id,
    name,
    prefix,
    scopes,
    expiresAt: expiresAt?.toISOString() ?? null,
    createdBy,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
