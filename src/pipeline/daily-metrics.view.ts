import { ApiProperty } from '@nestjs/swagger';
import type { DailyMetricsRow } from './daily-metrics.query';

class CampaignDayView {
  @ApiProperty({ format: 'date', example: '2026-11-20' })
  date: string;

  @ApiProperty({ format: 'uuid', description: 'The latest run that knows this day.' })
  runId: string;
}

const money = { example: '1234.5', description: 'Exact decimal text.' } as const;

export class RoasDayView extends CampaignDayView {
  @ApiProperty({ example: 'SPRING' })
  campaign: string;

  @ApiProperty(money)
  revenueUsd: string;

  @ApiProperty({ ...money, type: String, nullable: true, description: 'Null: no cost is known.' })
  adCostUsd: string | null;

  @ApiProperty({ type: Number, nullable: true, example: 1.25, description: 'Null where nothing was spent.' })
  roas: number | null;
}

export class ArpdauDayView extends CampaignDayView {
  @ApiProperty({ type: String, nullable: true, example: 'SPRING', description: 'Null: all campaigns together.' })
  campaign: string | null;

  @ApiProperty(money)
  revenueUsd: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Distinct active users of the day, of all campaigns.' })
  dau: number | null;

  @ApiProperty({ type: String, nullable: true, example: '0.125' })
  arpdau: string | null;
}

export class ReconciliationDayView extends CampaignDayView {
  @ApiProperty({ type: String, nullable: true, example: 'SPRING', description: 'Null: all campaigns together.' })
  campaign: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Purchases that the gateway confirmed.' })
  matched: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of which the gateway knows nothing.' })
  afOnly: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of which attribution knows nothing.' })
  confirmedOnly: number | null;
}

export function roasDay({ date, runId, campaign, revenueUsd, adCostUsd, roas }: DailyMetricsRow): RoasDayView {
  return { date, campaign, revenueUsd, adCostUsd, roas, runId };
}

export function arpdauDay({ date, runId, campaign, revenueUsd, dau, arpdau }: DailyMetricsRow): ArpdauDayView {
  return { date, campaign: campaign === '' ? null : campaign, revenueUsd, dau, arpdau, runId };
}

export function reconciliationDay(row: DailyMetricsRow): ReconciliationDayView {
  const { date, runId, campaign, matched, afOnly, confirmedOnly } = row;
  return { date, campaign: campaign === '' ? null : campaign, matched, afOnly, confirmedOnly, runId };
}
