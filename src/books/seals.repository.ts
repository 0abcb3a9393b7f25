import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { leafOf, ROOT } from './entry-leaf';
import type { Seal } from './seal';
import { momentOf, SEAL_COLUMNS } from './seal-columns';

/** Sealing takes turns; the number only has to be ours alone. */
const TURN = 7_310_511;

/** A player whose latest entries have no seal yet. */
export interface UnsealedPlayer {
  userId: string;
  entries: number;
}

/** What was taken together under one seal. */
export interface SealedRanges {
  ranges: string;
  entries: string;
  root: string;
}

@Injectable()
export class SealsRepository {
  /** Until the unit of work ends: seals come one after the other, whoever makes them. */
  async takeTurn(tx: Tx): Promise<void> {
    await tx.send({ name: 'turn of sealing', sql: 'select pg_advisory_xact_lock($1)', params: [TURN] });
  }

  /** The latest seal, and what time it is. */
  async head(tx: Tx): Promise<{ seal: Seal | undefined; now: string }> {
    const [seal, clock] = await Promise.all([
      tx.send<Seal>({
        name: 'last seal',
        sql: `select ${SEAL_COLUMNS} from ledger_seals s order by s.id desc limit 1`,
        params: [],
      }),
      tx.send<{ now: string }>({
        name: 'time of sealing',
        sql: `select ${momentOf('clock_timestamp()')} as now`,
        params: [],
      }),
    ]);
    return { seal: seal[0], now: clock[0].now };
  }

  /**
   * Puts the entries that have no seal yet, `limit` of them at most, into ranges of that seal. Numbers are drawn
   * under the player's lock, so what is committed is never missing one that will come; where one is missing all the
   * same, nothing more of that player is sealed.
   */
  async sealRanges(tx: Tx, userIds: readonly string[], sealId: string, limit: number): Promise<SealedRanges> {
    const [sealed] = await tx.send<SealedRanges>({
      name: 'seal ranges',
      sql: `
        with tails as (
          select named.user_id, coalesce(h.seq, 0) as sealed
          from unnest($1::uuid[]) as named(user_id) left join ledger_seal_heads h on h.user_id = named.user_id
        ), found as (
          select e.user_id, e.sealed, min(e.seq) as from_seq, max(e.seq) as to_seq, count(*) as entries,
            string_agg(${leafOf()}, ''::bytea order by e.seq) as leaves
          from (
            select tail.sealed, entry.* from tails tail cross join lateral (
              select * from ledger_entries where user_id = tail.user_id and seq > tail.sealed order by seq limit $3) entry
            limit $3) e
          left join transactions t on t.user_id = e.user_id and t.id = e.transaction_id
          group by e.user_id, e.sealed
        ), made as (
          insert into ledger_seal_ranges (user_id, from_seq, to_seq, seal_id, leaves)
          select user_id, from_seq, to_seq, $2::bigint, leaves from found
          where from_seq = sealed + 1 and to_seq = sealed + entries
          returning user_id, from_seq, to_seq, leaves
        ), heads as (
          insert into ledger_seal_heads (user_id, seq) select user_id, to_seq from made
          on conflict (user_id) do update set seq = excluded.seq
        )
        select count(*)::text as ranges, coalesce(sum(to_seq - from_seq + 1), 0)::text as entries,
          encode(${ROOT}, 'hex') as root
        from made`,
      params: [userIds, sealId, limit],
    });
    return sealed;
  }

  async insert(tx: Tx, seal: Seal): Promise<void> {
    await tx.send({
      name: 'insert seal',
      sql: `
        insert into ledger_seals (id, entries, ranges, root, previous, sealed_at, key_id, signature)
        values ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6::timestamptz, $7, decode($8, 'hex'))`,
      params: [seal.id, seal.entries, seal.ranges, seal.root, seal.previous, seal.sealedAt, seal.keyId, seal.signature],
    });
  }

  /** Players with entries that have no seal, behind `after` in the order of their ids. */
  findUnsealed(tx: Tx, after: string, limit: number): Promise<UnsealedPlayer[]> {
    return tx.send<UnsealedPlayer>({
      name: 'unsealed players',
      sql: `
        select a.user_id as "userId", (a.last_seq - coalesce(h.seq, 0))::float8 as entries
        from accounts a left join ledger_seal_heads h on h.user_id = a.user_id
        where a.user_id > $1 and a.last_seq > coalesce(h.seq, 0) order by a.user_id limit $2`,
      params: [after, limit],
    });
  }

  /** Notes that these players have entries to be sealed. */
  async mark(tx: Tx, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await tx.send({
      name: 'mark unsealed',
      sql: 'insert into ledger_unsealed select id from unnest($1::uuid[]) id order by id on conflict do nothing',
      params: [userIds],
    });
  }

  /** Takes marks away, those that nobody else is taking. */
  async takeMarks(tx: Tx, limit: number): Promise<string[]> {
    const rows = await tx.send<{ id: string }>({
      name: 'take marks',
      sql: `
        delete from ledger_unsealed where user_id in (
          select user_id from ledger_unsealed order by user_id limit $1 for update skip locked)
        returning user_id as id`,
      params: [limit],
    });
    return rows.map(({ id }) => id).sort();
  }

  /** Those of these players with entries that have no seal. */
  findUnsealedOf(tx: Tx, userIds: readonly string[]): Promise<UnsealedPlayer[]> {
    return tx.send<UnsealedPlayer>({
      name: 'unsealed of these',
      sql: `
        select a.user_id as "userId", (a.last_seq - coalesce(h.seq, 0))::float8 as entries
        from unnest($1::uuid[]) as named(user_id) join accounts a on a.user_id = named.user_id
        left join ledger_seal_heads h on h.user_id = a.user_id
        where a.last_seq > coalesce(h.seq, 0) order by a.user_id`,
      params: [userIds],
    });
  }
}
