import { StartRunDto } from './dto/start-run.dto';
import type { PipelineRun } from './pipeline-run.entity';

/** The rules by which the series is told, and which a run follows that is asked for nothing else. */
export function usualRules(): Pick<PipelineRun, 'dedupe' | 'chargebacks'> {
  const { dedupe, chargebacks } = new StartRunDto();
  return { dedupe, chargebacks };
}

export function followsTheRules({ dedupe, chargebacks }: PipelineRun): boolean {
  const rules = usualRules();
  return dedupe === rules.dedupe && chargebacks === rules.chargebacks;
}

/** A run that asks what other rules, or another day, would say answers in its own reports and changes nothing else. */
export function isUsual(run: PipelineRun): boolean {
  return followsTheRules(run) && run.date === null;
}
