import type { WriteStream } from 'node:tty';
import type { EngineProgress } from './engine-run';

const WIDTH = 24;

/** How far a run is: one line that changes on a terminal, a line for each phase elsewhere. */
export interface ProgressLine {
  tell: (this: void, progress: EngineProgress) => void;
  end: (this: void) => void;
}

export function progressLine(out: Pick<WriteStream, 'write'> & { isTTY?: boolean }): ProgressLine {
  if (out.isTTY !== true) return { tell: (progress) => void out.write(`${plain(progress)}\n`), end: () => undefined };
  let shown = false;
  return {
    tell: (progress) => {
      shown = true;
      out.write(`\r\u001b[K${bar(progress)}`);
    },
    end: () => {
      if (shown) out.write('\r\u001b[K');
      shown = false;
    },
  };
}

function plain({ phase, step, steps, rows }: EngineProgress): string {
  return `[${step}/${steps}] ${phase}${rows > 0 ? `, ${rows.toLocaleString('en')} rows` : ''}`;
}

function bar({ phase, step, steps, rows }: EngineProgress): string {
  const done = Math.round(((step - 1) / steps) * WIDTH);
  return `[${'#'.repeat(done)}${'.'.repeat(WIDTH - done)}] ${phase}${rows > 0 ? `  ${rows.toLocaleString('en')} rows` : ''}`;
}
