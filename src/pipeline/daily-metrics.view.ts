import { ApiProperty } from '@nestjs/swagger';
import type { DailyMetricsRow } from './daily-metrics.query';

class CampaignDayView {
  @ApiProperty({ format: 'date', example: '2026-11-20' })
  date: string;

  @ApiProperty({ type: String, nullable: true, example: 'SPRING', description: 'Null: all campaigns together.' })
  campaign: string | null;

  @ApiProperty({ format: 'uuid', description: 'The latest run that knows this day.' })
  runId: string;
}

const money = { example: '1234.5', description: 'Exact decimal text.' } as const;

export class RoasDayView extends CampaignDayView {
  @ApiProperty(money)
  revenueUsd: string;

  @ApiProperty({ ...money, type: String, nullable: true, description: 'Null: no cost is known.' })
  adCostUsd: string | null;

  @ApiProperty({ type: Number, nullable: true, example: 1.25, description: 'Null where nothing was spent.' })
  roas: number | null;
}

export class ArpdauDayView extends CampaignDayView {
  @ApiProperty(money)
  revenueUsd: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Distinct active users of the day, of all campaigns.' })
  dau: number | null;

  @ApiProperty({ type: String, nullable: true, example: '0.125' })
  arpdau: string | null;
}

export class ReconciliationDayView extends CampaignDayView {
  @ApiProperty({ description: 'Purchases that the gateway confirmed.' })
  matched: number;

  @ApiProperty({ description: 'Of which the gateway knows nothing.' })
  afOnly: number;

  @ApiProperty({ description: 'Of which attribution knows nothing, by the campaign that the gateway names.' })
  confirmedOnly: number;
}

export function roasDay(row: DailyMetricsRow): RoasDayView {
  const { revenueUsd, adCostUsd, roas } = row;
  return { ...placeOf(row), revenueUsd, adCostUsd, roas };
}

export function arpdauDay(row: DailyMetricsRow): ArpdauDayView {
  const { revenueUsd, dau, arpdau } = row;
  return { ...placeOf(row), revenueUsd, dau, arpdau };
}

export function reconciliationDay(row: DailyMetricsRow): ReconciliationDayView {
  const { matched, afOnly, confirmedOnly } = row;
  return { ...placeOf(row), matched: matched ?? 0, afOnly: afOnly ?? 0, confirmedOnly: confirmedOnly ?? 0 };
}

function placeOf({ date, campaign, runId }: DailyMetricsRow) {
  return { date, campaign: campaign === '' ? null : campaign, runId };
}
