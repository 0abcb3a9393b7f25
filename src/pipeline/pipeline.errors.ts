import { DomainError } from '../platform/errors/domain-error';

/** One run at a time: with its inputs a second would have to wait, and then do the same again. */
export class PipelineAlreadyRunning extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'pipeline.already_running';

  constructor(run?: { id: string; state: string; createdAt: Date }) {
    super('A run is under way. Wait for its end, then ask again.', {
      runId: run?.id ?? null,
      state: run?.state ?? null,
      createdAt: run?.createdAt.toISOString() ?? null,
      location: run === undefined ? null : `/api/v1/pipeline/runs/${run.id}`,
    });
  }
}

export class PipelineRunNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'pipeline.run_not_found';

  constructor() {
    super('There is no such run.');
  }
}

/** No report of this name, or the run made none, or it was cleared away. */
export class PipelineReportNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'pipeline.report_not_found';

  constructor(known: readonly string[] = []) {
    super('There is no such report of this run.', { known });
  }
}

export class PipelineUploadTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'pipeline.upload_too_large';

  constructor(maxBytes: number) {
    super(`A file has at most ${maxBytes} bytes. What was there before is still there.`, { maxBytes });
  }
}

/** It broke off, or came too slowly, or was empty. */
export class PipelineUploadIncomplete extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'pipeline.upload_incomplete';

  constructor() {
    super('The file did not arrive whole. What was there before is still there.');
  }
}

export class ReconciliationCaseNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'reconciliation.case_not_found';

  constructor() {
    super('There is no such case.');
  }
}

export class ReconciliationCaseClosed extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'reconciliation.case_closed';

  constructor() {
    super('Somebody closed this case before.');
  }
}
