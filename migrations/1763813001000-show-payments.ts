import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Auditors see what was paid and what went back, and nothing that a provider wrote about anybody. */
export class ShowPayments1763813001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view audit.payments as
        select p.user_id, p.id as payment_id, p.order_id, p.provider, o.status as order_status, p.amount, p.currency,
          p.received, p.returned, p.to_return, o.attention, p.created_at, p.closed_at
        from payments p join orders o on o.user_id = p.user_id and o.id = p.order_id;
      comment on view audit.payments is 'The real money of each order: what was asked for, what came and what went back.';
      comment on column audit.payments.user_id is 'Who ordered.';
      comment on column audit.payments.payment_id is 'Its id: a UUID of version 7, so in order of time.';
      comment on column audit.payments.order_id is 'The order that it pays for; entries of the ledger name it in transactions.source.';
      comment on column audit.payments.provider is 'Who collects the money.';
      comment on column audit.payments.order_status is 'What became of the order.';
      comment on column audit.payments.amount is 'What was asked for, in smallest units of the currency.';
      comment on column audit.payments.currency is 'Its currency.';
      comment on column audit.payments.received is 'What came, in smallest units.';
      comment on column audit.payments.returned is 'Of that, what went back or was taken back.';
      comment on column audit.payments.to_return is 'Of what was kept, the part for which the player has nothing: above zero, finance must look.';
      comment on column audit.payments.attention is 'Why finance must look; null where nobody must.';
      comment on column audit.payments.created_at is 'When it was asked for.';
      comment on column audit.payments.closed_at is 'When we gave the order up: cancelled, or not paid in time.';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
