import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ROLES, type Role } from '../platform/security/principal';
import type { AccountStatus } from '../transactions/account.entity';
import type { User } from './user.entity';

/** A user as they and the staff see them; the hash of the password never leaves. */
export class UserView {
  @ApiProperty({ format: 'uuid', example: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10' })
  id: string;

  @ApiProperty({ example: 'player' })
  username: string;

  @ApiProperty({ type: String, format: 'email', nullable: true, example: 'player@example.com' })
  email: string | null;

  @ApiProperty({ enum: ROLES, example: 'player' })
  role: Role;

  @ApiProperty({ description: 'Without a password yet: `POST /auth/upgrade` makes it a full account.', example: false })
  isGuest: boolean;

  @ApiProperty({ format: 'date-time', example: '2026-01-31T12:00:00.000Z' })
  createdAt: string;
}

const status = { enum: ['active', 'blocked', 'erased'], example: 'active' } as const;

/** A user as staff find them. */
export class StaffUserView extends UserView {
  @ApiProperty(status)
  status: AccountStatus;
}

const amount = { type: 'integer', format: 'int64' } as const;
const inDefaultCurrency = { ...amount, description: 'In the default currency.', example: 1_000 } as const;
const byCurrency = {
  type: 'object',
  additionalProperties: amount,
  description: 'In smallest units, by currency; the default currency is always there.',
  example: { COIN: 1_000 },
} as const;

export class UserProfile extends UserView {
  @ApiPropertyOptional({ ...status, description: 'For staff.' })
  status?: AccountStatus;

  @ApiProperty(inDefaultCurrency)
  balance: number;

  @ApiProperty(byCurrency)
  balances: Record<string, number>;
}

export class UserBalance {
  @ApiProperty({ format: 'uuid', example: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10' })
  userId: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The moment that was asked for; absent for now.' })
  at?: string;

  @ApiProperty(inDefaultCurrency)
  balance: number;

  @ApiProperty(byCurrency)
  balances: Record<string, number>;
}

export function userView({ id, username, email, role, isGuest, createdAt }: User): UserView {
  return { id, username, email, role, isGuest, createdAt: createdAt.toISOString() };
}

export function staffUserView(user: User, status: AccountStatus): StaffUserView {
  return Object.assign(userView(user), { status });
}
