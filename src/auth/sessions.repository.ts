import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { ShutOuts } from '../platform/security/shut-outs';
import { RefreshToken } from './refresh-token.entity';
import { Session } from './session.entity';

const HOLDS = 's.revoked_at is null and s.expires_at > now()';
/** How many a user has at a time: more than anybody has devices, and few enough that a list of them stays one. */
const MAX_LIVE = 100;
/** In which the answer of a refresh counts as lost on its way, so that the same token is taken once more. */
const RETRY = `interval '30 seconds'`;

/** All times are the database's: sessions are refreshed by any process, and clocks differ. */
@Injectable()
export class SessionsRepository {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    private readonly shutOuts: ShutOuts,
  ) {}

  /** Ends those that were not used for longest where there would be too many. The account must be held. */
  async insert(
    tx: Tx,
    { id, userId, userAgent }: Pick<Session, 'id' | 'userId' | 'userAgent'>,
    tokenHash: Buffer,
    ttlSeconds: number,
  ): Promise<void> {
    await tx.send({
      name: 'open session',
      sql: `
        with opened as (
          insert into sessions (id, user_id, user_agent, expires_at)
          values ($1, $2, $3, now() + make_interval(secs => $5))
        ), too_many as (
          update sessions set revoked_at = now() where id in (
            select s.id from sessions s where s.user_id = $2 and ${HOLDS}
            order by s.last_used_at desc, s.id desc offset ${MAX_LIVE - 1}
          )
        )
        insert into refresh_tokens (token_hash, session_id) values ($4, $1)`,
      params: [id, userId, userAgent, tokenHash, ttlSeconds],
    });
  }

  /** Whose token this is, or was. */
  async findUserOf(tokenHash: Buffer): Promise<string | null> {
    const session = await this.sessions
      .createQueryBuilder('s')
      .innerJoin(RefreshToken, 't', 't.session_id = s.id')
      .where('t.token_hash = :tokenHash', { tokenHash })
      .getOne();
    return session?.userId ?? null;
  }

  /** The id of the session that this token belongs to or belonged to, if it still holds. */
  async lockLive(tx: Tx, tokenHash: Buffer): Promise<string | null> {
    const [session] = await tx.send<{ id: string }>({
      name: 'lock session',
      sql: `
        select s.id from sessions s
        where s.id = (select session_id from refresh_tokens where token_hash = $1) and ${HOLDS}
        for no key update`,
      params: [tokenHash],
    });
    return session?.id ?? null;
  }

  /**
   * Spends the one token of the session that is good: the one that is shown or, when the answer to that was lost, the
   * next, which nobody has used. False when the one that is shown was spent before in any other way.
   */
  async spend(tx: Tx, tokenHash: Buffer): Promise<boolean> {
    const spent = await tx.send({
      name: 'spend refresh token',
      sql: `
        update refresh_tokens good set used_at = now() from refresh_tokens shown
        where shown.token_hash = $1 and good.session_id = shown.session_id and good.used_at is null
          and (good.token_hash = shown.token_hash
            or good.previous_hash = shown.token_hash and shown.used_at > now() - ${RETRY})
        returning 1 as spent`,
      params: [tokenHash],
    });
    return spent.length > 0;
  }

  async renew(tx: Tx, sessionId: string, previousHash: Buffer, tokenHash: Buffer, ttlSeconds: number): Promise<void> {
    await tx.send({
      name: 'renew session',
      sql: `
        with renewed as (
          update sessions set last_used_at = now(), expires_at = now() + make_interval(secs => $4) where id = $1
        )
        insert into refresh_tokens (token_hash, session_id, previous_hash) values ($3, $1, $2)`,
      params: [sessionId, previousHash, tokenHash, ttlSeconds],
    });
  }

  async revokeByToken(tx: Tx, tokenHash: Buffer): Promise<void> {
    const [revoked] = await tx.send<{ userId: string }>({
      name: 'revoke session of token',
      sql: `
        update sessions s set revoked_at = now()
        where s.id = (select session_id from refresh_tokens where token_hash = $1) and ${HOLDS}
        returning s.user_id as "userId"`,
      params: [tokenHash],
    });
    if (revoked !== undefined) tx.afterCommit(() => this.shutOuts.tell(revoked.userId));
  }

  /** False when this user has no such session, or it has ended. */
  async revoke(tx: Tx, id: string, userId: string): Promise<boolean> {
    const revoked = await tx.send({
      name: 'revoke session',
      sql: `update sessions s set revoked_at = now() where s.id = $1 and s.user_id = $2 and ${HOLDS} returning 1 as revoked`,
      params: [id, userId],
    });
    tx.afterCommit(() => this.shutOuts.tell(userId));
    return revoked.length > 0;
  }

  async revokeAll(tx: Tx, userId: string): Promise<void> {
    await tx.query(`update sessions s set revoked_at = now() where s.user_id = $1 and ${HOLDS}`, [userId]);
    tx.afterCommit(() => this.shutOuts.tell(userId));
  }

  /** Their tokens go with them, and so does a link for a new password that waits to be used. */
  async deleteAll(tx: Tx, userId: string): Promise<void> {
    tx.afterCommit(() => this.shutOuts.tell(userId));
    await tx.query('delete from sessions where user_id = $1', [userId]);
    await tx.query('delete from password_resets where user_id = $1', [userId]);
  }

  findLive(userId: string, limit: number, before?: string): Promise<Session[]> {
    const query = this.sessions.createQueryBuilder('s').where('s.userId = :userId', { userId }).andWhere(HOLDS);
    if (before !== undefined) query.andWhere('s.id < :before', { before });
    return query.orderBy('s.id', 'DESC').limit(limit).getMany();
  }
}
