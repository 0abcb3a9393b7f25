import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { Optional } from '../../platform/http/plain-integer';
import { type Role, STAFF } from '../../platform/security/principal';

/** What a person may be; a service is a key and no person. */
const ROLES_OF_PEOPLE: readonly Role[] = ['player', ...STAFF];

/** Why, in words that the audit log keeps. */
function Reason({ example, optional = false }: { example: string; optional?: boolean }): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: 3, maxLength: 500, required: !optional, example }),
    ...(optional ? [Optional()] : []),
    Matches(/^[^\p{Cc}\p{Cs}]{3,500}$/u, { message: 'must be 3 to 500 characters on one line' }),
  );
}

export class RoleDto {
  @ApiProperty({ enum: ROLES_OF_PEOPLE, example: 'support' })
  @IsIn(ROLES_OF_PEOPLE)
  role: Role;
}

export class BlockDto {
  @Reason({ example: 'Sells accounts in the chat (SUP-1042).' })
  reason: string;
}

export class UnblockDto {
  @Reason({ example: 'It was a brother (SUP-1043).', optional: true })
  reason?: string;
}
