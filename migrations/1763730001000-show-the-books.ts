import type { MigrationInterface, QueryRunner } from 'typeorm';

interface View {
  about: string;
  from: string;
  /** In their order, for ever: later ones are added at the end. The expression is the column itself unless given. */
  columns: readonly (readonly [name: string, about: string, expression?: string])[];
}

const PLAYER = ['user_id', 'The player.'] as const;
const MOVED = [
  ['currency', 'What moved, if it was a currency.'],
  ['product_id', 'What moved, if it was a product.'],
] as const;

/** What outsiders may read: who is meant by an id, and what anybody wrote in words, is in none of it. */
const VIEWS: Readonly<Record<string, View>> = {
  accounts: {
    about: 'Players, and where each one’s ledger ends.',
    from: 'accounts',
    columns: [
      PLAYER,
      ['status', 'active, blocked or erased.'],
      ['last_seq', 'The number of the last ledger entry; they have no gaps.'],
      ['last_entry_at', 'The time of that entry; null before the first.', `nullif(last_entry_at, '-infinity')`],
    ],
  },
  currencies: {
    about: 'The currencies of the game.',
    from: 'currencies',
    columns: [
      ['code', 'Such as COIN.'],
      ['name', 'What players call it.'],
      ['kind', 'virtual or real.'],
      ['scale', 'Decimal places between the smallest unit, which all amounts count, and the one that people name.'],
      ['max_balance', 'The most that a wallet may come to hold.'],
      ['is_active', 'False: nothing comes in, and nothing is sold for it.'],
      ['created_at', 'When it was added.'],
      ['updated_at', 'When it was last changed.'],
    ],
  },
  wallets: {
    about: 'What players hold of each currency now.',
    from: 'wallets',
    columns: [PLAYER, ['currency', 'Its code.'], ['balance', 'In smallest units; the entries sum to it.']],
  },
  inventory: {
    about: 'What players hold of each product now.',
    from: 'inventory',
    columns: [
      PLAYER,
      ['product_id', 'The product.'],
      ['quantity', 'How many; the entries sum to it.'],
      ['purchased_at', 'When the first of those that are held came.'],
    ],
  },
  ledger: {
    about: 'Every movement, double entry in one row: the holding moves by amount, the counter account by its opposite.',
    from: 'ledger_entries',
    columns: [
      PLAYER,
      ['seq', 'The number of the player’s entry: without gaps, in order of time.'],
      ['transaction_id', 'The transaction that made it.'],
      ...MOVED,
      ['amount', 'In smallest units, or items; below zero for what went away.'],
      ['balance_after', 'What the player held of it then: the balance before, and amount.'],
      ['counter_account', 'Where it came from (source:…) or went (sink:…).'],
      ['order_line_id', 'The line of the order, for what was bought with money.'],
      ['created_at', 'When; never before the player’s last entry.'],
    ],
  },
  transactions: {
    about: 'Every command that was carried out or refused. Refused ones have no entries.',
    from: 'transactions',
    columns: [
      PLAYER,
      ['transaction_id', 'Its id: a UUID of version 7, so in order of time.', 'id'],
      ['kind', 'Such as purchase, use, add_funds, earn, grant or revoke.'],
      ['status', 'pending, completed or failed.'],
      ['product_id', 'The product, where there is one.'],
      ['quantity', 'How many of it.'],
      ['currency', 'The currency, where there is one.'],
      ['amount', 'The whole sum in smallest units.'],
      ['failure_code', 'Why it was refused; null otherwise.'],
      ['reason', 'What was paid for, as a word.'],
      ['source', 'What it came from, such as the grant.'],
      ['actor_id', 'Who gave the command: the player, a member of staff, or an API key.'],
      ['approver_id', 'The second person, where one was needed.'],
      ['created_at', 'When.'],
    ],
  },
  idempotency: {
    about: 'Keys under which clients repeat requests: one key of an actor and a player is one transaction.',
    from: 'idempotency_keys',
    columns: [
      PLAYER,
      ['actor_id', 'Who used the key.'],
      [
        'key_sha256',
        'SHA-256 of the key in hex: clients write keys.',
        `encode(sha256(convert_to(key, 'UTF8')), 'hex')`,
      ],
      ['transaction_id', 'What it brought about; of a batch, the first.'],
      ['status', 'The HTTP status that repetitions are answered with.'],
      ['created_at', 'When it was first used.'],
    ],
  },
  outbox: {
    about: 'What was announced to other parts and systems, until all have read it: some days.',
    from: `outbox_events, json_array_elements(events) with ordinality as numbered (event, number)`,
    columns: [
      ['event_id', 'Grows in the order in which events are applied.', 'id + number - 1'],
      ['type', 'Such as product.purchased.', `event ->> 'type'`],
      ['user_id', 'The player, where there is one.', `(event #>> '{payload,userId}')::uuid`],
      ['transaction_id', 'The transaction, where there is one.', `(event #>> '{payload,transactionId}')::uuid`],
      ['created_at', 'When.'],
    ],
  },
  staff_log: {
    about: 'What staff and services changed, without what was there before and after.',
    from: 'audit_log',
    columns: [
      ['entry_id', 'Its id: a UUID of version 7, so in order of time.', 'id'],
      ['at', 'When.'],
      ['actor_id', 'A member of staff, or an API key.'],
      ['actor_role', 'As what they acted.'],
      ['action', 'Such as product.changed.'],
      ['subject_id', 'The user whom it concerned.'],
      ['target', 'What was changed, such as product:<id>.'],
      ['request_id', 'The request, as it stands in logs.'],
      ['details_digest', 'SHA-256 of the details: they can be erased, not exchanged.'],
    ],
  },
};

/** Schema `audit`: what outsiders prove the books by. Florin reads none of it, and its columns stay as they are. */
export class ShowTheBooks1763730001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema audit;
      comment on schema audit is 'Florin’s books for auditors: read-only, documented, the same from release to release.';
      revoke execute on function refuse_change from public;
      ${Object.entries(VIEWS)
        .map(([name, view]) => definitionOf(`audit.${name}`, view))
        .join('\n')}
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

function definitionOf(name: string, { about, from, columns }: View): string {
  return [
    `create view ${name} as select ${columns.map(([column, , sql = column]) => `${sql} as ${column}`).join(', ')} from ${from};`,
    `comment on view ${name} is '${about}';`,
    ...columns.map(([column, text]) => `comment on column ${name}.${column} is '${text}';`),
  ].join('\n');
}
