import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches, MaxLength, MinLength } from 'class-validator';
import { Id } from '../../platform/http/id';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../../wallets/wallets.service';

export const MAX_REASON = 500;

export class EarnDto {
  @ApiProperty({ example: 'daily_login', description: 'The reason of a reward rule; a service may name any.' })
  @MinLength(1)
  @MaxLength(MAX_REASON)
  @Matches(/^[^\p{Cc}\p{Cs}]*$/u, { message: 'must be text without control characters' })
  reason: string;

  /** In smallest units. Where the rule pays a fixed amount it may be left out; a service must name it. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  amount?: number;

  @ApiPropertyOptional({ description: 'For services; a rule has its own currency.' })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency?: string;

  @ApiPropertyOptional({ description: 'Who is paid; for `service` and `admin`. Players earn for themselves.' })
  @Optional()
  @Id({ orMe: true })
  userId?: string;
}
