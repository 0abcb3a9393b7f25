import { UnusableInput } from './engine/run-engine';
import type { RunError } from './pipeline-run.entity';

const MAX_CHARACTERS = 500;

/** What a run says of its failure: the place in the inputs where that is what was wrong. */
export function runErrorOf(error: unknown): RunError {
  const text = error instanceof Error ? error.message : String(error);
  // As the database can hold it: in its JSON no text has a NUL, nor half a character.
  const message = text
    .split('\n', 1)[0]
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, MAX_CHARACTERS)
    .toWellFormed();
  if (!(error instanceof UnusableInput)) return { code: 'pipeline.failed', message };
  const { file, column, line } = error;
  return {
    code: 'pipeline.unusable_input',
    message,
    file,
    ...(column === undefined ? {} : { column }),
    ...(line === undefined ? {} : { line }),
  };
}
