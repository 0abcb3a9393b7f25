import { arrayLiteral } from './array-literal';

/**
 * A statement to be sent by name, so that the server parses it once a connection. The name stands for the text: the
 * same name must always carry the same SQL.
 */
export interface Statement {
  name: string;
  sql: string;
  params: readonly unknown[];
}

/**
 * A module's share of a joined statement, written with placeholders `$1…$n` of its own. In a read it is a scalar
 * subselect (one JSON value); in a write, a data-modifying statement with `returning`.
 */
export type StatementPart = Statement;

const texts = new Map<string, string>();

/** One statement that reads all parts from one snapshot: a row with a column per part, named as the part. */
export function joinReads(parts: readonly StatementPart[]): Statement {
  return join('read', parts, (sqls) => `select ${sqls.map(({ name, sql }) => `(${sql}) as "${name}"`).join(',\n')}`);
}

/** One statement that writes all parts at once, each as a common table expression. */
export function joinWrites(parts: readonly StatementPart[]): Statement {
  return join(
    'write',
    parts,
    (sqls) => `with ${sqls.map(({ name, sql }) => `"${name}" as (${sql})`).join(',\n')}\nselect 1 as written`,
  );
}

function join(
  verb: string,
  parts: readonly StatementPart[],
  compose: (sqls: readonly { name: string; sql: string }[]) => string,
): Statement {
  const name = `${verb}:${parts.map((part) => part.name).join('+')}`;
  let sql = texts.get(name);
  if (sql === undefined) {
    let offset = 0;
    sql = compose(
      parts.map((part) => {
        const numbered = part.sql.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`);
        offset += part.params.length;
        return { name: part.name, sql: numbered };
      }),
    );
    texts.set(name, sql);
  }
  return { name: shorten(name), sql, params: parts.flatMap((part) => part.params.map(asSent)) };
}

function asSent(param: unknown): unknown {
  return Array.isArray(param) ? arrayLiteral(param as (string | number | null)[]) : param;
}

const shortNames = new Map<string, string>();

/** PostgreSQL cuts identifiers at 63 bytes; a cut name could stand for two texts. */
function shorten(name: string): string {
  let short = shortNames.get(name);
  if (short === undefined) {
    short = `${name.slice(0, 48)}#${shortNames.size}`;
    shortNames.set(name, short);
  }
  return short;
}
