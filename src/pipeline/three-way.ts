import { hash } from 'node:crypto';
import { linesOf } from './file-lines';
import type { CaseSide } from './reconciliation-case.entity';

/** Money that one of the three sides knows and the others do not, as the report tells it. */
export interface ThreeWayDetail {
  side: CaseSide;
  receipt_id: string | null;
  /** Exact decimal text. */
  amount_usd: string | null;
  at: string | null;
  likely_cause: string;
}

export interface ThreeWay {
  summary: Record<string, unknown>;
  details: readonly ThreeWayDetail[];
  /** How many more there are than were asked for. */
  leftOut: number;
}

/** As long as one can be asked for. */
const MAX_RECEIPT = 255;

/** A leftover and the name by which a later run knows it again. */
export interface Leftover extends ThreeWayDetail {
  fingerprint: string;
}

/**
 * Reads the report line by line, for it may be larger than memory: its summary stands on one line, and each detail too.
 *
 * @returns null when there is none: our books took no part
 */
export async function threeWayOf(file: string, maxDetails: number): Promise<ThreeWay | null> {
  const found: { summary: Record<string, unknown>; details: ThreeWayDetail[]; leftOut: number } = {
    summary: {},
    details: [],
    leftOut: 0,
  };
  try {
    for await (const line of linesOf(file)) {
      const summary = /^\{?\s*"summary":\s*(\{.*?\}),?/.exec(line.trim())?.[1];
      if (summary !== undefined) found.summary = JSON.parse(summary) as Record<string, unknown>;
      const detail = /^\s*(\{.*"side":.*\}),?\s*(?:\]\s*\}?)?$/s.exec(line)?.[1];
      if (detail === undefined) continue;
      if (found.details.length < maxDetails) found.details.push(detailOf(detail));
      else found.leftOut += 1;
    }
    return found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A number of JSON would become a float: money stays the text that the report has. Within a text the quotes are escaped. */
function detailOf(json: string): ThreeWayDetail {
  return JSON.parse(json.replace(/"amount_usd": ?(-?[\d.]+)/, '"amount_usd":"$1"')) as ThreeWayDetail;
}

/** What is the same in all that is known of it is told apart by how many of the kind came before. */
export function leftoversOf(details: readonly ThreeWayDetail[]): Leftover[] {
  const seen = new Map<string, number>();
  return details.map((detail) => {
    const kind = JSON.stringify([detail.side, detail.receipt_id, detail.amount_usd, detail.at]);
    const ordinal = seen.get(kind) ?? 0;
    seen.set(kind, ordinal + 1);
    const hex = hash('sha256', `${kind}${ordinal}`, 'hex').slice(0, 32);
    return { ...detail, receipt_id: storable(detail.receipt_id), fingerprint: hex };
  });
}

/** Receipts are what devices and gateways say: a store's may be kilobytes, and a text of the database has no NUL. */
function storable(receipt: string | null): string | null {
  return receipt === null ? null : receipt.replaceAll(/\p{Cc}/gu, ' ').slice(0, MAX_RECEIPT);
}
