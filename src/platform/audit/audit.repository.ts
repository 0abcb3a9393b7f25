import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { idsFrom } from '../database/new-id';
import type { StatementPart } from '../database/statement';
import type { Tx } from '../database/unit-of-work';
import { AuditDetails } from './audit-details.entity';
import { AuditEntry } from './audit-entry.entity';

/** An entry as it is written, with its details. */
export type AuditRow = Omit<AuditEntry, 'at'> & Pick<AuditDetails, 'before' | 'after' | 'salt'> & { at: string };

export interface AuditFilter {
  actorId?: string;
  subjectId?: string;
  action?: string;
  since?: string;
  until?: string;
}

/** An entry as it is read; details that were erased are null. */
export interface RecordedEntry extends AuditEntry {
  before: string | null;
  after: string | null;
}

/** Ids are made a moment before or after the time beside them, by clocks that may differ. */
const CLOCK_SLACK_MS = 3_600_000;

@Injectable()
export class AuditRepository {
  constructor(
    @InjectRepository(AuditEntry) private readonly entries: Repository<AuditEntry>,
    @InjectRepository(AuditDetails) private readonly details: Repository<AuditDetails>,
  ) {}

  /** Newest first, those before `before` (an id). */
  async find(filter: AuditFilter, limit: number, before?: string): Promise<RecordedEntry[]> {
    const query = this.entries.createQueryBuilder('e');
    if (before !== undefined) query.andWhere('e.id < :before', { before });
    if (filter.actorId !== undefined) query.andWhere('e.actorId = :actorId', { actorId: filter.actorId });
    if (filter.subjectId !== undefined) query.andWhere('e.subjectId = :subjectId', { subjectId: filter.subjectId });
    if (filter.action !== undefined) query.andWhere('e.action = :action', { action: filter.action });
    if (filter.since !== undefined) {
      const from = idsFrom(Date.parse(filter.since) - CLOCK_SLACK_MS);
      query.andWhere('e.at >= :since and e.id >= :from', { since: filter.since, from });
    }
    if (filter.until !== undefined) query.andWhere('e.at < :until', { until: filter.until });
    const entries = await query.orderBy('e.id', 'DESC').limit(limit).getMany();
    const details = new Map((await this.detailsOf(entries)).map((each) => [each.entryId, each]));
    return entries.map((entry) => {
      const { before: was = null, after: is = null } = details.get(entry.id) ?? {};
      return Object.assign(entry, { before: was, after: is });
    });
  }

  writeParts(rows: readonly AuditRow[]): StatementPart[] {
    return [
      {
        name: 'audit log',
        sql: `
          insert into audit_log (id, at, actor_id, actor_role, action, subject_id, target, request_id, details_digest)
          select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::uuid[],
            $7::text[], $8::text[], $9::text[])`,
        params: [
          rows.map((row) => row.id),
          rows.map((row) => row.at),
          rows.map((row) => row.actorId),
          rows.map((row) => row.actorRole),
          rows.map((row) => row.action),
          rows.map((row) => row.subjectId),
          rows.map((row) => row.target),
          rows.map((row) => row.requestId),
          rows.map((row) => row.detailsDigest),
        ],
      },
      {
        name: 'audit details',
        sql: `
          insert into audit_details (entry_id, subject_id, before, after, salt)
          select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])`,
        params: [
          rows.map((row) => row.id),
          rows.map((row) => row.subjectId),
          rows.map((row) => row.before),
          rows.map((row) => row.after),
          rows.map((row) => row.salt),
        ],
      },
    ];
  }

  /** Forgets what the log says of this user, but not that something was done, when and by whom. */
  async eraseDetails(tx: Tx, subjectId: string): Promise<void> {
    await tx.query('delete from audit_details where subject_id = $1', [subjectId]);
  }

  private async detailsOf(entries: readonly AuditEntry[]): Promise<AuditDetails[]> {
    if (entries.length === 0) return [];
    const entryIds = entries.map(({ id }) => id);
    return this.details.createQueryBuilder('d').where('d.entryId = any(:entryIds)', { entryIds }).getMany();
  }
}
