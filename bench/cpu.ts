import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from 'pg';

/** Linux counts in hundredths of a second whatever the kernel's clock (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** CPU seconds; `others`: what neither of us used, be it another job of the machine or its host (steal). */
export interface CpuSeconds {
  app: number;
  postgres: number;
  client: number;
  others: number;
}

/** Who uses the machine, from /proc. */
export class CpuMeter {
  private constructor(private readonly postmaster: number | null) {}

  /** Of a server on another machine there is nothing to see. */
  static async of(owner: Client): Promise<CpuMeter> {
    const { rows } = await owner.query<{ pid: number }>('select pg_backend_pid() as pid');
    const stat = readStat(rows[0].pid);
    return new CpuMeter(stat?.name === 'postgres' ? stat.parent : null);
  }

  /** Starts counting; the returned function tells what was used since. */
  start(app: number | null): () => CpuSeconds {
    const before = this.read(app);
    return () => {
      const after = this.read(app);
      const used = (part: keyof typeof before) => (after[part] - before[part]) / TICKS_PER_SECOND;
      const known = used('app') + used('postgres') + used('client');
      return {
        app: used('app'),
        postgres: used('postgres'),
        client: used('client'),
        others: Math.max(0, used('all') - known),
      };
    };
  }

  private read(app: number | null) {
    return {
      app: app === null ? 0 : (readStat(app)?.own ?? 0),
      postgres: this.postmaster === null ? 0 : familyOf(this.postmaster),
      client: lineage(readStat(process.pid)),
      all: busyTicks(),
    };
  }
}

interface Stat {
  name: string;
  parent: number;
  own: number;
  /** Of children that have ended and were waited for. */
  children: number;
}

const lineage = (stat: Stat | null): number => (stat === null ? 0 : stat.own + stat.children);

/** The server's processes, those that have ended included. */
function familyOf(postmaster: number): number {
  const members = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => readStat(Number(pid)))
    .filter((stat) => stat?.parent === postmaster);
  return members.reduce((sum, stat) => sum + (stat?.own ?? 0), lineage(readStat(postmaster)));
}

function readStat(pid: number): Stat | null {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ');
    const ticks = (index: number) => Number(fields[index]) + Number(fields[index + 1]);
    return { name, parent: Number(fields[1]), own: ticks(11), children: ticks(13) };
  } catch {
    return null; // it has ended meanwhile
  }
}

/** All but idle and waiting for disks. */
function busyTicks(): number {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user, nice, system, , , irq, softirq, steal] = line.trim().split(/\s+/).slice(1).map(Number);
  return user + nice + system + irq + softirq + steal;
}
