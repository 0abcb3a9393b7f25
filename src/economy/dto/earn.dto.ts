import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Id } from '../../platform/http/id';
import { OneLine } from '../../platform/http/one-line';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../../wallets/wallets.service';

/** Clients of the earlier system send sentences; nothing is paid for those that no rule names. */
export const MAX_REASON = 500;
export const NAMED_BY_SERVICE =
  'A service names any `^[a-z][a-z0-9_.-]{0,63}$`: it becomes an account of the ledger, so have few, and no free text.';

export class EarnDto {
  @OneLine(MAX_REASON, { example: 'daily_login', description: `The reason of a reward rule. ${NAMED_BY_SERVICE}` })
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
