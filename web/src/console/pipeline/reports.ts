import { authorised } from '../../client/api';
import { problemOf } from '../../client/problem';
import { type ReportTable, tableOf } from './report-table';

/** A report up to this size is shown whole; of a larger CSV the beginning, and a larger JSON is for downloading. */
const MAX_SHOWN_BYTES = 8_000_000;
const BEGINNING_BYTES = 200_000;

/** Null for what is too large to be shown. */
export async function readReport(runId: string, name: string): Promise<ReportTable | null> {
  const response = await open(runId, name);
  const isWhole = Number(response.headers.get('content-length')) <= MAX_SHOWN_BYTES;
  if (isWhole) return tableOf(name, await response.text(), true);
  if (name.endsWith('.csv')) return tableOf(name, await beginningOf(response), false);
  await response.body?.cancel();
  return null;
}

/** Saves the file as it is. */
export async function download(runId: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await (await open(runId, name)).blob());
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

async function open(runId: string, name: string): Promise<Response> {
  const address = new URL(`/api/v1/pipeline/runs/${runId}/reports/${name}`, location.href);
  const response = await authorised(new Request(address));
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  return response;
}

async function beginningOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  while (reader !== undefined && text.length < BEGINNING_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel();
  return text;
}
