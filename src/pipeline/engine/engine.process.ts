import { runHere } from './engine';
import type { EngineRun } from './engine-run';
import type { EngineMessage } from './run-engine';
import { UnusableInput } from './unusable-input';

/** Reports tell of people and money: other users of this machine do not read them. The group may what it might before. */
const OTHERS = 0o007;
process.umask(process.umask(OTHERS) | OTHERS);

/** One run for the process that started this one; without it there is nobody to tell, and this one ends too. */
process.once('disconnect', () => process.exit(1));
process.once('message', (run: EngineRun) => {
  runHere(run, (progress) => void tell({ progress }))
    .then(
      (result) => tell({ result }),
      (error: unknown) => tell(refusal(error)),
    )
    .finally(() => process.exit(0));
});

function tell(message: EngineMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, () => resolve());
  });
}

function refusal(error: unknown): EngineMessage {
  if (!(error instanceof UnusableInput)) return { failed: error instanceof Error ? error.message : String(error) };
  const { file, column, line, message } = error;
  return { unusable: { file, column, line }, message };
}
