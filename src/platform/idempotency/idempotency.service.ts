import { Injectable } from '@nestjs/common';
import { IN_KEY_ORDER } from '../database/in-key-order';
import type { Statement, StatementPart } from '../database/statement';
import type { Tx } from '../database/unit-of-work';

/** A key as it is named by a request. */
export interface NamedKey {
  userId: string;
  actorId: string;
  key: string;
}

export interface IdempotencyRow extends NamedKey {
  fingerprint: string;
  transactionId: string | null;
  status: number;
  answer: string;
  createdAt: string;
}

export type StoredAnswer = [
  userId: string,
  actorId: string,
  key: string,
  fingerprint: string,
  status: number,
  answer: string,
];

/** What an answer is once its player was erased: it happened, and there is nothing more to tell. */
const ERASED_ANSWER = '{}';
const KEYS_AT_ONCE = 10_000;

/** Keys live and die with the effects they protect: both are parts of the same statement. */
@Injectable()
export class IdempotencyService {
  /** The stored answers to these keys. Safe only while the players' accounts are locked. */
  answersPart(keys: readonly NamedKey[]): StatementPart {
    return {
      name: 'answers',
      sql: `
        select json_agg(json_build_array(k.user_id, k.actor_id, k.key, k.fingerprint, k.status, k.answer))
        from unnest($1::uuid[], $2::uuid[], $3::text[]) as named(user_id, actor_id, key)
        cross join lateral (
          select * from idempotency_keys
          where user_id = named.user_id and actor_id = named.actor_id and key = named.key offset 0) k`,
      params: [keys.map((k) => k.userId), keys.map((k) => k.actorId), keys.map((k) => k.key)],
    };
  }

  writePart(rows: readonly IdempotencyRow[]): StatementPart {
    return {
      name: 'keys',
      sql: `
        insert into idempotency_keys (user_id, actor_id, key, fingerprint, transaction_id, status, answer, created_at)
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::smallint[], $7::text[],
          $8::timestamptz[])`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.actorId),
        rows.map((row) => row.key),
        rows.map((row) => row.fingerprint),
        rows.map((row) => row.transactionId),
        rows.map((row) => row.status),
        rows.map((row) => row.answer),
        rows.map((row) => row.createdAt),
      ],
    };
  }

  /** Completes an answer of which a part could be known only after the commit, unless somebody was faster. */
  async replaceAnswer(tx: Tx, { userId, actorId, key }: NamedKey, from: string, to: string): Promise<void> {
    await tx.send({
      name: 'replace answer',
      sql: `
        update idempotency_keys set answer = $5
        where user_id = $1 and actor_id = $2 and key = $3 and answer = $4`,
      params: [userId, actorId, key, from, to],
    });
  }

  /**
   * To be called with the account locked, when it is closed for good. The player's own keys go, being whatever text
   * their client chose: nobody can use them again. Those of servers and staff stay, for what was done once must not be
   * done twice, but their answers tell nothing any more. In slices, so that no statement takes long.
   */
  async erase(tx: Tx, userId: string): Promise<void> {
    tx.set(IN_KEY_ORDER);
    for (let last: KeyName | undefined = FIRST_KEY; last !== undefined;) {
      [last] = await tx.send<KeyName>(eraseFrom(userId, last));
    }
  }
}

interface KeyName {
  actor_id: string;
  key: string;
}

const FIRST_KEY: KeyName = { actor_id: '00000000-0000-0000-0000-000000000000', key: '' };

/** Answers the last key of the slice; nothing when none is left. */
function eraseFrom(userId: string, { actor_id, key }: KeyName): Statement {
  return {
    name: 'erase keys',
    sql: `
      with slice as (
        select user_id, actor_id, key from idempotency_keys
        where user_id = $1 and (actor_id, key) > ($2::uuid, $3) order by actor_id, key limit ${KEYS_AT_ONCE}
      ), own as (
        delete from idempotency_keys k using slice s
        where k.user_id = s.user_id and k.actor_id = s.actor_id and k.key = s.key and s.actor_id = s.user_id
      ), others as (
        update idempotency_keys k set answer = $4 from slice s
        where k.user_id = s.user_id and k.actor_id = s.actor_id and k.key = s.key and s.actor_id <> s.user_id
      )
      select actor_id, key from slice order by actor_id desc, key desc limit 1`,
    params: [userId, actor_id, key, ERASED_ANSWER],
  };
}
