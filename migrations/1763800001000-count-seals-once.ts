import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The seals whose entries were counted into the flows: asked to read them again, the reader counts none twice. */
export class CountSealsOnce1763800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table economy_counted (
        seal_id bigint primary key
      );
      insert into economy_counted
      select id from ledger_seals
      where exists (select from outbox_readers where name = 'CountFlows') and id < coalesce((
        select min((event #>> '{payload,sealId}')::bigint)
        from outbox_events e, json_array_elements(e.events) with ordinality as numbered (event, number)
        where event ->> 'type' = 'ledger.sealed'
          and e.id + number - 1 > (select position from outbox_readers where name = 'CountFlows')
      ), 9223372036854775807) and not exists (
        select from outbox_parked p where p.reader = 'CountFlows' and p.payload ->> 'sealId' = ledger_seals.id::text);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
