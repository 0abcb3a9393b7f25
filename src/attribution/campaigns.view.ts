import { ApiProperty } from '@nestjs/swagger';

const integer = { type: 'integer', format: 'int64', example: 42 } as const;
const sum = { type: String, nullable: true, example: '125000' } as const;

export class CampaignMoney {
  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty({ type: String, example: '50000', description: 'Net of refunds and chargebacks, in smallest units.' })
  revenue: string;

  @ApiProperty({ ...sum, description: 'In smallest units; null: none is known.' })
  cost: string | null;

  @ApiProperty({ type: Number, nullable: true, example: 0.4, description: 'Revenue over cost; null without a cost.' })
  roas: number | null;

  @ApiProperty({ description: 'There is no cost, or it is zero.' })
  noCost: boolean;
}

export class CampaignDay {
  @ApiProperty({
    example: 'SPRING_SALE',
    description: 'In capitals; `(NONE)` for links that named none, `(OTHER)` for names beyond those of the day.',
  })
  campaign: string;

  @ApiProperty({ format: 'date', example: '2026-11-20' })
  day: string;

  @ApiProperty(integer)
  clicks: number;

  @ApiProperty({ ...integer, description: 'New players whom a click brought that day.' })
  installs: number;

  @ApiProperty({ ...integer, description: 'Of those it ever brought, who paid that day and kept it so.' })
  payers: number;

  @ApiProperty({ type: [CampaignMoney] })
  money: CampaignMoney[];
}

export class CampaignsView {
  @ApiProperty({ format: 'date' })
  from: string;

  @ApiProperty({ format: 'date' })
  to: string;

  @ApiProperty({ type: [CampaignDay], description: 'The latest day first, each in the order of names.' })
  items: CampaignDay[];

  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor: string | null;
}
