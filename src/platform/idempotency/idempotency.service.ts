import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../database/statement';

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
}
