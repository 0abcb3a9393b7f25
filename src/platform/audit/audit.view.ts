import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../security/principal';
import type { RecordedEntry } from './audit.repository';

const json = { type: 'object', additionalProperties: true, nullable: true } as const;

/** An entry of the audit log as staff see it. */
export class AuditEntryView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ format: 'uuid', description: 'A member of staff, or an API key.' })
  actorId: string;

  @ApiProperty({ enum: ROLES })
  actorRole: Role;

  @ApiProperty({ example: 'product.changed' })
  action: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The user whom it concerns.' })
  subjectId: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'product:0199c000-0000-7000-8000-000000000001' })
  target: string | null;

  @ApiProperty()
  requestId: string;

  @ApiProperty({ ...json, description: 'Null where there was nothing, or where it was erased.' })
  before: object | null;

  @ApiProperty(json)
  after: object | null;
}

export function auditEntryView({ at, before, after, ...entry }: RecordedEntry): AuditEntryView {
  const { id, actorId, actorRole, action, subjectId, target, requestId } = entry;
  return {
    id,
    at: at.toISOString(),
    actorId,
    actorRole,
    action,
    subjectId,
    target,
    requestId,
    before: parsed(before),
    after: parsed(after),
  };
}

function parsed(json: string | null): object | null {
  return json === null ? null : (JSON.parse(json) as object | null);
}
