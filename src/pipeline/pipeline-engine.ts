import { EngineKilled, type EngineProgress, type EngineResult, type EngineRun, runEngine } from './engine/run-engine';

export { EngineKilled };
export type { EngineProgress, EngineResult, EngineRun };

/** Port: what turns a folder of inputs into a folder of reports, in a process of its own. */
export abstract class PipelineEngine {
  /** @throws UnusableInput; AbortError when `signal` ended it; EngineKilled when somebody else did */
  abstract run(
    run: EngineRun,
    onProgress: (progress: EngineProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineResult>;
}

/** DuckDB, as the command line runs it. */
export const duckdbEngine: PipelineEngine = { run: runEngine };
