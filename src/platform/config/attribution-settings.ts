import type { EnvironmentReader } from './environment-reader';

export interface AttributionSettings {
  /** How old a click may be when it brings a player. */
  lookbackDays: number;
  /** How long clicks are kept; from then on only their number. */
  retentionDays: number;
  /** The origins that links of campaigns may lead to. */
  redirects: readonly string[];
}

export function attributionSettings(read: EnvironmentReader, production: boolean): AttributionSettings {
  const lookbackDays = read.integer('ATTRIBUTION_LOOKBACK_DAYS', 7, 1, 30);
  const redirects = read.list('TRACK_REDIRECTS');
  for (const origin of redirects) {
    const url = URL.parse(origin);
    const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && !production);
    if (!isWeb || url.origin !== origin) {
      read.fault('TRACK_REDIRECTS', `is a list of origins such as https://game.example.com, not ${origin}`);
    }
  }
  return { lookbackDays, retentionDays: read.integer('CLICK_RETENTION_DAYS', 90, 31, 3_650), redirects };
}
