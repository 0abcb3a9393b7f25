import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { isPlainInteger, Optional } from '../../platform/http/plain-integer';
import { CURRENCY_CODE, DEFAULT_CURRENCY } from '../../wallets/wallets.service';

/** The most that a rule pays at once; far more of it can be added up exactly. */
const MAX_AMOUNT = 1_000_000_000_000;
const TEN_YEARS_SECONDS = 10 * 366 * 24 * 3_600;

/** A whole number above zero; null says that there is none. */
function Bound(max: number, description: string, example?: number): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      format: 'int64',
      nullable: true,
      minimum: 1,
      maximum: max,
      description,
      example,
    }),
    ValidateIf((_, value) => value !== undefined && value !== null),
    ValidateBy({
      name: 'bound',
      validator: {
        validate: (value) => isPlainInteger(value, { min: 1, max }),
        defaultMessage: () => `must be a whole number from 1 to ${max}, or null`,
      },
    }),
  );
}

export class CreateRewardRuleDto {
  @ApiProperty({
    example: 'weekly_quest',
    description: 'What players name to be paid, in any case: 1 to 100 visible characters, blanks only between them.',
  })
  @Matches(/^(?=.{1,100}$)[^\p{C}\p{Z}]+( [^\p{C}\p{Z}]+)*$/u, { message: 'must be 1 to 100 visible characters' })
  reason: string;

  @ApiPropertyOptional({ example: DEFAULT_CURRENCY, default: DEFAULT_CURRENCY })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency: string = DEFAULT_CURRENCY;

  @Bound(MAX_AMOUNT, 'Paid each time, in smallest units. Either this or `maxAmount`.', 250)
  amount?: number | null;

  @Bound(MAX_AMOUNT, 'The most that may be asked for at once. Either this or `amount`.')
  maxAmount?: number | null;

  @Bound(Number.MAX_SAFE_INTEGER, 'The most for one player in a UTC calendar day.')
  dailyAmount?: number | null;

  @Bound(Number.MAX_SAFE_INTEGER, 'How often one player is paid in a UTC calendar day.', 1)
  dailyTimes?: number | null;

  @Bound(Number.MAX_SAFE_INTEGER, 'The most for one player, for ever.')
  totalAmount?: number | null;

  @Bound(Number.MAX_SAFE_INTEGER, 'How often one player is paid, for ever.', 52)
  totalTimes?: number | null;

  @Bound(TEN_YEARS_SECONDS, 'Seconds from one payment to the next.', 3_600)
  cooldownSeconds?: number | null;

  @ApiPropertyOptional({ default: true })
  @Optional()
  @IsBoolean()
  isActive?: boolean;
}

/** What may change; a rule keeps its reason and its currency, since what players were paid is counted under them. */
export class ChangeRewardRuleDto extends PartialType(OmitType(CreateRewardRuleDto, ['reason', 'currency']), {
  skipNullProperties: false,
}) {}
