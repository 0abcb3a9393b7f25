import { rm } from 'node:fs/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { InputFolder } from './input-folder';
import { PipelineEngine, type EngineProgress, type EngineResult } from './pipeline-engine';
import { PipelineLedger } from './pipeline-ledger.service';
import type { PipelineRun } from './pipeline-run.entity';
import { PipelineRunsRepository } from './pipeline-runs.repository';

const TELL_EVERY_MS = 1_000;

/** One run from inputs to reports: the engine does it, in a process of its own. */
@Injectable()
export class RunWork {
  private readonly logger = new Logger(RunWork.name);

  constructor(
    private readonly config: Config,
    private readonly engine: PipelineEngine,
    private readonly inputs: InputFolder,
    private readonly ledger: PipelineLedger,
    private readonly runs: PipelineRunsRepository,
  ) {}

  /** @throws UnusableInput, or whatever `signal` broke off */
  async do(run: PipelineRun, worker: string, reports: string, signal: AbortSignal): Promise<EngineResult> {
    const inputs = await this.inputs.hold();
    const ledger = `${reports}.ledger.csv`;
    try {
      const paid = await this.ledger.write(ledger, signal);
      const { dedupe, chargebacks, date } = run;
      const options = {
        data: inputs.folder,
        reports,
        dedupe,
        chargebacks,
        date: date ?? undefined,
        // Where nothing was ever paid here, our books have nothing to say of anybody's receipts.
        ledger: paid > 0 ? ledger : undefined,
        memory: this.config.pipeline.memory,
      };
      return await this.engine.run(options, this.teller(run.id, worker), signal);
    } finally {
      await rm(ledger, { force: true });
      await inputs.release();
    }
  }

  /** Writes down how far it is, now and then: whoever wants to know looks once a second at most. */
  private teller(id: string, worker: string): (progress: EngineProgress) => void {
    let toldAt = 0;
    return (progress) => {
      const now = Date.now();
      if (now - toldAt < TELL_EVERY_MS) return;
      toldAt = now;
      this.runs.noteProgress(id, worker, progress).catch((error: unknown) => {
        this.logger.debug(error, 'The progress of a run could not be written.');
      });
    };
  }
}
