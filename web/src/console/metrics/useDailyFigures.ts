import { useQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';
import { allPages } from '../../client/all-pages';
import { answerOf, api } from '../../client/api';
import type { CampaignFigure } from './campaign-series';

export const METRICS = ['roas', 'arpdau', 'revenue', 'matched'] as const;
export type Metric = (typeof METRICS)[number];

export interface DailyFilter {
  campaign?: string;
  since?: string;
  until?: string;
}

/** What the pipeline found of a metric, day by day. */
export function useDailyFigures(metric: Ref<Metric>, filter: Ref<DailyFilter>) {
  return reactive(
    useQuery({
      queryKey: computed(() => ['daily-figures', metric.value, filter.value]),
      queryFn: () => READERS[metric.value](filter.value),
    }),
  );
}

const READERS: Record<Metric, (filter: DailyFilter) => Promise<CampaignFigure[]>> = {
  roas: async (filter) =>
    (await roas(filter)).map(({ date, campaign, roas: value, revenueUsd }) => ({
      date,
      campaign,
      value,
      weight: Number(revenueUsd),
    })),
  revenue: async (filter) =>
    (await roas(filter)).map(({ date, campaign, revenueUsd }) => ({
      date,
      campaign,
      value: Number(revenueUsd),
      weight: Number(revenueUsd),
    })),
  arpdau: async (filter) => {
    const days = await allPages((page) =>
      answerOf(api.GET('/api/v1/analytics/arpdau', { params: { query: { ...filter, ...page } } })),
    );
    return days.map(({ date, campaign, arpdau, revenueUsd }) => ({
      date,
      campaign,
      value: arpdau === null ? null : Number(arpdau),
      weight: Number(revenueUsd),
    }));
  },
  matched: async (filter) => {
    const days = await allPages((page) =>
      answerOf(api.GET('/api/v1/analytics/reconciliation', { params: { query: { ...filter, ...page } } })),
    );
    return days.map(({ date, campaign, matched, afOnly, confirmedOnly }) => {
      const known = matched + afOnly + confirmedOnly;
      return { date, campaign, value: known === 0 ? null : (100 * matched) / known, weight: known };
    });
  },
};

function roas(filter: DailyFilter) {
  return allPages((page) => answerOf(api.GET('/api/v1/analytics/roas', { params: { query: { ...filter, ...page } } })));
}
