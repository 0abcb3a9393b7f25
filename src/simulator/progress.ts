const WIDTH = 32;
const REDRAW_MS = 100;
const LINE_MS = 10_000;

/** How far it is: a bar that moves on a terminal, a line now and then elsewhere. */
export class Progress {
  private drawnAt = 0;

  constructor(
    private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
    /** Infinity: nobody knows the end. */
    private readonly total: number,
    private readonly now: () => number = Date.now,
  ) {}

  show(done: number, remark: string): void {
    const isLast = done === this.total;
    const since = this.now() - this.drawnAt;
    if (!isLast && since < (this.out.isTTY ? REDRAW_MS : LINE_MS)) return;
    this.drawnAt = this.now();
    const line = progressLine(done, this.total, remark);
    this.out.write(this.out.isTTY ? `\r\x1B[K${line}` : `${line}\n`);
  }

  /** A line of its own, above the bar. */
  say(text: string): void {
    this.out.write(this.out.isTTY ? `\r\x1B[K${text}\n` : `${text}\n`);
  }

  /** Leaves the line, so that others can write. */
  finish(): void {
    if (this.out.isTTY) this.out.write('\n');
  }
}

export function progressLine(done: number, total: number, remark: string): string {
  if (!Number.isFinite(total)) return `${done} orders  ${remark}`;
  const filled = total === 0 ? WIDTH : Math.floor((done / total) * WIDTH);
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${percent} %  ${done} of ${total} orders  ${remark}`;
}
