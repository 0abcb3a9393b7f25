import { join, resolve } from 'node:path';
import type { EnvironmentReader } from './environment-reader';

const FIELD = /^[\d*,/-]+$/;

export interface PipelineSettings {
  /** Where the inputs lie, uploaded or put there by somebody else. */
  dataFolder: string;
  /** Where the latest reports lie, and below `runs` those of each run. */
  reportsFolder: string;
  /** When the daily run begins: minute, hour, day, month, weekday, in UTC. Absent: never by itself. */
  cron: string | undefined;
  /** How much memory the engine takes before it spills to disk, such as 1GB. */
  memory: string;
}

export function pipelineSettings(read: EnvironmentReader, dataFolder: string): PipelineSettings {
  const home = join(dataFolder, 'pipeline');
  return {
    dataFolder: resolve(read.text('DATA_DIR') ?? join(home, 'data')),
    reportsFolder: resolve(read.text('REPORTS_DIR') ?? join(home, 'reports')),
    cron: cronOf(read),
    memory: memoryOf(read),
  };
}

function cronOf(read: EnvironmentReader): string | undefined {
  const text = read.text('PIPELINE_CRON') ?? '30 3 * * *';
  if (text === 'off') return undefined;
  const fields = text.split(/\s+/);
  if (fields.length !== 5 || !fields.every((field) => FIELD.test(field)))
    read.fault('PIPELINE_CRON', 'must be five fields of a cron (in UTC) in digits, or off');
  return text;
}

function memoryOf(read: EnvironmentReader): string {
  const text = read.text('PIPELINE_MEMORY') ?? '1GB';
  if (!/^[1-9]\d{0,5}(MB|GB)$/.test(text)) read.fault('PIPELINE_MEMORY', 'must be a size such as 512MB or 4GB');
  return text;
}
