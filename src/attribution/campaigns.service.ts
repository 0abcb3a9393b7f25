import { Injectable } from '@nestjs/common';
import { InvalidRequest } from '../platform/errors/platform.errors';
import { decodeCursor, encodeCursor } from '../platform/http/page';
import { type CampaignRow, CampaignsQuery } from './campaigns.query';
import type { CampaignDay, CampaignMoney, CampaignsView } from './campaigns.view';
import { campaignOf } from './click-parameters';
import type { CampaignsQueryDto } from './dto/campaigns.query.dto';
import { roasOf } from './roas';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const MAX_DAYS = 92;

@Injectable()
export class CampaignsService {
  constructor(private readonly query: CampaignsQuery) {}

  /**
   * The cursor knows the last day of the first page: by default it is today, and midnight may come between pages.
   *
   * @throws InvalidRequest for a period that is none, or too long
   */
  async report({ from, to, campaign, limit, cursor }: CampaignsQueryDto): Promise<CampaignsView> {
    const begun = cursor === undefined ? undefined : beginningOf(cursor);
    const days = periodOf(from, to ?? begun?.to);
    const rows = await this.query.find({ ...days, campaign: campaignOf(campaign) }, limit + 1, begun?.after);
    const items = rows.slice(0, limit).map(dayView);
    const last = items[limit - 1];
    const nextCursor = rows.length > limit ? encodeCursor([days.to, last.day, last.campaign]) : null;
    return { ...days, items, nextCursor };
  }
}

function beginningOf(cursor: string) {
  const [to, day, campaign] = decodeCursor(cursor, ['day', 'day', 'text']);
  return { to, after: { day, campaign } };
}

function periodOf(from: string | undefined, to: string | undefined) {
  const toMs = to === undefined ? Date.now() : Date.parse(to);
  const fromMs = from === undefined ? toMs - (DEFAULT_DAYS - 1) * DAY_MS : Date.parse(from);
  if (fromMs > toMs) throw refusal('must not be after `to`');
  if (toMs - fromMs >= MAX_DAYS * DAY_MS) throw refusal(`must be at most ${MAX_DAYS} days before the end of \`to\``);
  return { from: dayOf(fromMs), to: dayOf(toMs) };
}

function dayView({ money, ...counts }: CampaignRow): CampaignDay {
  return { ...counts, money: money.map(moneyView) };
}

function moneyView({ currency, revenue, cost }: CampaignRow['money'][number]): CampaignMoney {
  const roas = roasOf(BigInt(revenue ?? 0), cost === null ? null : BigInt(cost));
  return { currency, revenue: revenue ?? '0', cost, roas, noCost: roas === null };
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function refusal(detail: string): InvalidRequest {
  return new InvalidRequest(`The request is not valid: from ${detail}.`, [{ detail, pointer: '/from' }]);
}
