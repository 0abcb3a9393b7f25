import type { EngineDatabase } from './engine-database';
import type { EngineCounts } from './engine-run';

type Count = Exclude<keyof EngineCounts, 'rejected'>;

const COUNTS = `
select
  (select count(*) from purchase_rows) as "rowsIn",
  (select count(*) from curated) as curated,
  (select count(*) from duplicates) as duplicates,
  (select count(*) from purchase_rows where fault is null and (kind <> 'sale' or revenue <= 0)) as filtered,
  matched, af_only as "afOnly", confirmed_only as "confirmedOnly", exceptions
from totals`;

/** Where every row of the purchases went. */
export async function countsOf(
  database: EngineDatabase,
  rejected: number,
): Promise<{ counts: EngineCounts; rejectedFiles: string[] }> {
  const [row] = await database.rows<Record<Count, string>>(COUNTS);
  const told = Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)])) as Record<
    Count,
    number
  >;
  const [{ unread }] = await database.rows<{ unread: string }>(
    `select count(*) as unread from purchase_rows where fault is not null`,
  );
  const files = await database.rows<{ file: string }>('select distinct file from rejected order by file');
  return {
    counts: { ...told, rowsIn: told.rowsIn + rejected - Number(unread), rejected },
    rejectedFiles: files.map(({ file }) => file),
  };
}
