import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Up to which seal entries were counted into the flows: asked to read seals again, the reader counts none twice. */
export class CountSealsOnce1763800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table economy_counted (
        is_only boolean primary key default true check (is_only),
        seal_id bigint not null
      );
      insert into economy_counted (seal_id)
      select coalesce(
        (select max((event #>> '{payload,sealId}')::bigint)
          from outbox_events e, json_array_elements(e.events) with ordinality as numbered (event, number)
          where event ->> 'type' = 'ledger.sealed'
            and e.id + number - 1 <= (select position from outbox_readers where name = 'CountFlows')),
        (select max(id) from ledger_seals where exists (select from economy_flows)),
        0);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
