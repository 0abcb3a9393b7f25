import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { ReconciliationCaseClosed, ReconciliationCaseNotFound } from './pipeline.errors';
import type { ReconciliationCase } from './reconciliation-case.entity';
import { type CaseFilter, ReconciliationCasesRepository } from './reconciliation-cases.repository';

/** Leftovers of the three sides, until finance says what each was. */
@Injectable()
export class ReconciliationCasesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ReconciliationCasesRepository,
    private readonly audit: AuditService,
  ) {}

  list(filter: CaseFilter, limit: number, before?: string): Promise<ReconciliationCase[]> {
    return this.repository.findPage(filter, limit, before);
  }

  /**
   * It stays closed, whatever later runs find.
   *
   * @throws ReconciliationCaseNotFound, ReconciliationCaseClosed
   */
  async close(actor: Actor, id: string, note: string): Promise<ReconciliationCase> {
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.repository.close(tx, id, actor.id, note))) await this.refuse(id);
      const target = `reconciliation_case:${id}`;
      await this.audit.record(tx, { actor, action: 'reconciliation.case_closed', target, after: { note } });
    });
    const closed = await this.repository.find(id);
    if (closed === null) throw new ReconciliationCaseNotFound();
    return closed;
  }

  private async refuse(id: string): Promise<never> {
    const found = await this.repository.find(id);
    throw found === null ? new ReconciliationCaseNotFound() : new ReconciliationCaseClosed();
  }
}
