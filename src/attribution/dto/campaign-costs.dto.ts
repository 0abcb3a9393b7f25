import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches, ValidateNested } from 'class-validator';
import { OneLine } from '../../platform/http/one-line';
import { PlainInteger } from '../../platform/http/plain-integer';
import { Day } from './day';

const MAX_COSTS = 200;

export class CampaignCostDto {
  @Day()
  day: string;

  @OneLine(100, { example: 'SPRING_SALE' })
  campaign: string;

  @ApiProperty({ example: 'USD' })
  @Matches(/^[A-Z]{3}$/, { message: 'must be the code of a currency, such as USD' })
  currency: string;

  /** In smallest units. */
  @PlainInteger({ min: 0, max: Number.MAX_SAFE_INTEGER, example: 125_000 })
  amount: number;
}

export class CampaignCostsDto {
  @ApiProperty({
    type: [CampaignCostDto],
    maxItems: MAX_COSTS,
    example: [{ day: '2026-11-20', campaign: 'SPRING_SALE', currency: 'USD', amount: 125_000 }],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_COSTS)
  @ValidateNested({ each: true })
  @Type(() => CampaignCostDto)
  costs: CampaignCostDto[];
}
