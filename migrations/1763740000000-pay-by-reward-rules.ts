import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What players are paid for, and what each was paid so far. Claims refer to rules without a foreign key, since rules are
 * never deleted and the engine has read the rule that it writes a claim for (docs/adr/0002).
 */
export class PayByRewardRules1763740000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reward_rules (
        id uuid primary key,
        reason text not null,
        reason_key text not null constraint reward_rules_reason_key_key unique,
        currency text not null references currencies (code),
        amount bigint check (amount > 0),
        max_amount bigint check (max_amount > 0),
        daily_amount bigint check (daily_amount > 0),
        daily_times bigint check (daily_times > 0),
        total_amount bigint check (total_amount > 0),
        total_times bigint check (total_times > 0),
        cooldown_seconds integer check (cooldown_seconds > 0),
        is_active boolean not null default true,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check (num_nonnulls(amount, max_amount) = 1)
      );

      create table reward_claims (
        user_id uuid not null,
        rule_id uuid not null,
        day date not null,
        day_amount bigint not null,
        day_times bigint not null,
        total_amount bigint not null,
        total_times bigint not null,
        last_at timestamptz not null,
        primary key (user_id, rule_id)
      ) with (fillfactor = 70);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
