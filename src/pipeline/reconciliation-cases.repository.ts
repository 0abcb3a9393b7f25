import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, IsNull, LessThan, Not, Repository } from 'typeorm';
import { arrayLiteral } from '../platform/database/array-literal';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import { type CaseSide, ReconciliationCase } from './reconciliation-case.entity';
import type { Leftover } from './three-way';

export interface CaseFilter {
  state?: 'open' | 'closed';
  side?: CaseSide;
  likelyCause?: string;
  receiptId?: string;
  /** In which it was left over last. */
  runId?: string;
}

@Injectable()
export class ReconciliationCasesRepository {
  constructor(@InjectRepository(ReconciliationCase) private readonly cases: Repository<ReconciliationCase>) {}

  /** Newest first, those before `before` (an id). */
  findPage({ state, runId, ...filter }: CaseFilter, limit: number, before?: string): Promise<ReconciliationCase[]> {
    const where: FindOptionsWhere<ReconciliationCase> = {};
    for (const name of ['side', 'likelyCause', 'receiptId'] as const) {
      if (filter[name] !== undefined) Object.assign(where, { [name]: filter[name] });
    }
    if (runId !== undefined) where.lastRunId = runId;
    if (state !== undefined) where.closedAt = state === 'open' ? IsNull() : Not(IsNull());
    if (before !== undefined) where.id = LessThan(before);
    return this.cases.find({ where, order: { id: 'desc' }, take: limit });
  }

  find(id: string): Promise<ReconciliationCase | null> {
    return this.cases.findOneBy({ id });
  }

  /** False when it is closed already, or is not there. */
  async close(tx: Tx, id: string, closedBy: string, note: string): Promise<boolean> {
    const { affected } = await tx
      .getRepository(ReconciliationCase)
      .update({ id, closedAt: IsNull() }, { closedBy, note, closedAt: () => 'clock_timestamp()' });
    return affected === 1;
  }

  /** Opens a case for each that is new. What is known is seen again; what finance closed stays closed. */
  async note(tx: Tx, runId: string, leftovers: readonly Leftover[]): Promise<void> {
    const column = (value: (leftover: Leftover) => string | number | null) => arrayLiteral(leftovers.map(value));
    await tx.send({
      name: 'note reconciliation cases',
      sql: `
        insert into reconciliation_cases (id, fingerprint, side, receipt_id, amount_usd, occurred_at, likely_cause,
          first_run_id, last_run_id, created_at)
        select id, fingerprint, side, receipt_id, amount_usd, at, likely_cause, $1::uuid, $1::uuid, now()
        from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::numeric[], $7::timestamptz[], $8::text[])
          as left_over (id, fingerprint, side, receipt_id, amount_usd, at, likely_cause)
        order by fingerprint
        on conflict (fingerprint) do update set last_run_id = excluded.last_run_id, likely_cause =
          case when reconciliation_cases.closed_at is null then excluded.likely_cause
          else reconciliation_cases.likely_cause end`,
      params: [
        runId,
        column(() => newId()),
        column(({ fingerprint }) => fingerprint),
        column(({ side }) => side),
        column((leftover) => leftover.receipt_id),
        column((leftover) => leftover.amount_usd),
        column(({ at }) => at),
        column((leftover) => leftover.likely_cause),
      ],
    });
  }
}
