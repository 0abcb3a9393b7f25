import { AUDIT_LOG_CHECK } from '../platform/audit/audit-log.check';
import type { Snapshot } from '../platform/database/snapshot';
import { ask } from './ask';
import { type CheckResult, Tally } from './check';

const ENTRIES_AT_ONCE = 50_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The first and the last of the next entries after $1; entries that are no longer there have details still. */
const NEXT = `
  with next as (
    (select id from audit_log where id > $1 order by id limit ${ENTRIES_AT_ONCE})
    union
    (select entry_id from audit_details where entry_id > $1 order by entry_id limit ${ENTRIES_AT_ONCE})
    order by id limit ${ENTRIES_AT_ONCE})
  select (select id from next order by id limit 1) as first, (select id from next order by id desc limit 1) as last`;

/** Compares the audit log with the digests of its details, so many entries at a time. */
export class AuditLogWalk {
  private readonly tally = new Tally(AUDIT_LOG_CHECK);

  constructor(private readonly snapshot: Snapshot) {}

  get result(): CheckResult {
    return this.tally.result;
  }

  async run(): Promise<void> {
    for (let slice = await this.after(BEFORE_ALL); slice !== null; slice = await this.after(slice[1])) {
      await ask(this.snapshot, AUDIT_LOG_CHECK, this.tally, slice);
    }
  }

  private async after(id: string): Promise<[first: string, last: string] | null> {
    const [{ first, last }] = await this.snapshot.rows<{ first: string | null; last: string | null }>(NEXT, [id]);
    return first === null || last === null ? null : [first, last];
  }
}
