import type { Client } from 'pg';
import type { BackupSequence, BackupTable } from './backup-format';

/** Which migrations were applied is in the header of a backup, and comes back by applying them. */
const MIGRATIONS = 'migrations';

/** Tables and sequences of the schema, without what belongs to an extension. A partitioned table is one table. */
const OURS = `n.nspname = 'public' and not c.relispartition
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Each table after those that it refers to; generated columns are left out. */
export async function findTables(client: Client): Promise<BackupTable[]> {
  const tables = await client.query<BackupTable>(`
    select c.relname as name, array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p') and c.relname <> '${MIGRATIONS}' order by c.relname`);
  const references = await client.query<{ from: string; to: string }>(`
    select one.relname as from, other.relname as to
    from pg_constraint f join pg_class one on one.oid = f.conrelid join pg_class other on other.oid = f.confrelid
    where f.contype = 'f' and f.conrelid <> f.confrelid`);
  return inOrder(tables.rows, references.rows);
}

/** Those that something was drawn from. */
export async function findSequences(client: Client): Promise<BackupSequence[]> {
  const { rows } = await client.query<{ name: string; lastValue: string | null }>(`
    select c.relname as name, pg_sequence_last_value(s.seqrelid)::text as "lastValue"
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relname <> '${MIGRATIONS}_id_seq' order by c.relname`);
  return rows.flatMap(({ name, lastValue }) => (lastValue === null ? [] : [{ name, lastValue }]));
}

function inOrder(tables: readonly BackupTable[], references: readonly { from: string; to: string }[]): BackupTable[] {
  const ordered: BackupTable[] = [];
  const waiting = new Map(tables.map((table) => [table.name, table]));
  while (waiting.size > 0) {
    const isFree = ({ name }: BackupTable) => !references.some(({ from, to }) => from === name && waiting.has(to));
    const next = [...waiting.values()].filter(isFree);
    if (next.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}.`);
    next.forEach((table) => waiting.delete(table.name));
    ordered.push(...next);
  }
  return ordered;
}
