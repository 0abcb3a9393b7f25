import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../../src/pipeline/engine/engine';
import type { EngineResult, EngineRun } from '../../src/pipeline/engine/engine-run';

export const INPUT_HEADERS = {
  'purchases_raw.csv': 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id,status',
  'confirmed_purchases.csv': 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id',
  'costs_daily.csv': 'date,campaign,ad_cost_usd',
  'sessions.csv': 'event_timestamp_utc,user_id,event_name',
  'ledger.csv': 'order_id,receipt_id,provider,player_id,paid_at_utc,amount_usd,status',
};

/** Inputs as a test writes them, and what the engine makes of them. */
export class EngineFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<EngineFolder> {
    return new EngineFolder(await mkdtemp(join(tmpdir(), 'florin-engine-')));
  }

  /** Lines below the header, or the whole text; without either, only the header. */
  async given(files: Partial<Record<keyof typeof INPUT_HEADERS, readonly string[] | string>>): Promise<void> {
    for (const [name, header] of Object.entries(INPUT_HEADERS)) {
      const lines = files[name as keyof typeof INPUT_HEADERS] ?? [];
      await writeFile(join(this.path, name), typeof lines === 'string' ? lines : [header, ...lines, ''].join('\n'));
    }
  }

  run(options: Partial<EngineRun> = {}): Promise<EngineResult> {
    const run = { data: this.path, reports: join(this.path, 'reports'), dedupe: 'receipt', chargebacks: 'original' };
    return runHere({ ...run, ...options } as EngineRun, () => undefined);
  }

  text(name: string): Promise<string> {
    return readFile(join(this.path, 'reports', name), 'utf8');
  }

  async json<T>(name: string): Promise<T> {
    return JSON.parse(await this.text(name)) as T;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true });
  }
}
