import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, ValidateNested } from 'class-validator';
import { Id } from '../../platform/http/id';
import { OneLine } from '../../platform/http/one-line';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';

export class RefundLineDto {
  @Id()
  orderLineId: string;

  @PlainInteger({ min: 1, max: 1_000_000, example: 1 })
  quantity: number;
}

export class RefundDto {
  /** In smallest units of the order's currency. Absent: what `lines` cost, or all that is left. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  amount?: number;

  @ApiPropertyOptional({ type: [RefundLineDto], description: 'Which items go back. Absent: the sum decides.' })
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RefundLineDto)
  lines?: RefundLineDto[];

  @OneLine(500, { min: 3, example: 'Bought by mistake.' })
  reason: string;

  @ApiPropertyOptional({
    description: 'The money went back another way, by a bank transfer say: write it down, ask no provider.',
    example: true,
  })
  @Optional()
  @IsBoolean()
  isDoneElsewhere?: boolean;
}
