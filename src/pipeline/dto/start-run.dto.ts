import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Day } from '../../platform/http/day';
import { Optional } from '../../platform/http/plain-integer';

const DEDUPES = ['receipt', 'event'] as const;
const CHARGEBACKS = ['original', 'ledger'] as const;

export class StartRunDto {
  @ApiPropertyOptional({
    enum: DEDUPES,
    default: 'receipt',
    description:
      '`receipt`: the same receipt on the same device counts once. `event`: only exact repetitions are dropped.',
  })
  @Optional()
  @IsIn(DEDUPES)
  dedupe: (typeof DEDUPES)[number] = 'receipt';

  @ApiPropertyOptional({
    enum: CHARGEBACKS,
    default: 'original',
    description: 'Whether a chargeback takes the revenue of the purchase, on its day, or is booked on its own day.',
  })
  @Optional()
  @IsIn(CHARGEBACKS)
  chargebacks: (typeof CHARGEBACKS)[number] = 'original';

  @ApiPropertyOptional({
    format: 'date',
    description: 'D-1. By default the second-latest date of the curated purchases.',
  })
  @Optional()
  @Day()
  date?: string;
}
