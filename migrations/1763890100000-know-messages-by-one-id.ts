import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * All endpoints know a message by the same id: a delivery is one message to one endpoint. What waits at an endpoint is
 * found in the order in which it came, so that the oldest can be given up where it is too much.
 */
export class KnowMessagesByOneId1763890100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table webhook_attempts add column endpoint_id uuid;
      update webhook_attempts a set endpoint_id = d.endpoint_id from webhook_deliveries d where d.id = a.delivery_id;
      alter table webhook_attempts
        alter column endpoint_id set not null,
        drop constraint webhook_attempts_delivery_id_fkey,
        drop constraint webhook_attempts_pkey,
        add primary key (endpoint_id, delivery_id, number);
      alter table webhook_deliveries
        drop constraint webhook_deliveries_pkey,
        add primary key (endpoint_id, id);
      alter table webhook_attempts
        add foreign key (endpoint_id, delivery_id) references webhook_deliveries (endpoint_id, id) on delete cascade;

      create index webhook_deliveries_waiting_index on webhook_deliveries (endpoint_id, position)
        where status = 'pending';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
