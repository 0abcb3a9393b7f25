import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { REPORT_NAMES } from './pipeline-files';

/** A run, and who made its reports: of one that succeeded, whoever signed it. */
export interface MadeRun {
  id: string;
  worker: string | null;
}

export interface OpenReport {
  stream: Readable;
  bytes: number;
}

/**
 * The folder of the reports (`REPORTS_DIR`), which processes on several machines must share. Below `runs` each worker has
 * a folder of its own for each run: one that was taken for lost and lives writes where nobody looks. The latest reports
 * are links into the folder `latest`, itself a link: exchanging it exchanges all of them.
 */
@Injectable()
export class ReportFolder {
  readonly path: string;
  private readonly runs: string;

  constructor({ pipeline }: Config) {
    this.path = pipeline.reportsFolder;
    this.runs = join(this.path, 'runs');
  }

  /** Where the worker makes the reports of the run. Nobody looks at them before the run says that it succeeded by them. */
  async make(run: MadeRun): Promise<string> {
    const folder = this.folderOf(run);
    await mkdir(folder, { recursive: true, mode: 0o770 });
    return folder;
  }

  async discard(run: MadeRun): Promise<void> {
    await rm(this.folderOf(run), { recursive: true, force: true });
  }

  /** Shows the reports of this run as the latest, all at once. */
  async publish(run: MadeRun): Promise<void> {
    const made = await this.namesOf(run);
    if (made.length === 0) return;
    await replaceLink(join(this.path, 'latest'), join('runs', nameOf(run)));
    for (const name of made) await replaceLink(join(this.path, name), join('latest', name));
    for (const name of REPORT_NAMES) {
      if (!made.includes(name)) await rm(join(this.path, name), { force: true });
    }
  }

  /** The reports that a run made, in the order of the documentation. */
  async namesOf(run: MadeRun): Promise<string[]> {
    const present = new Set(await readdir(this.folderOf(run)).catch(() => []));
    return REPORT_NAMES.filter((name) => present.has(name));
  }

  /** Null when there is none. The name must be one of those that are known. */
  async open(run: MadeRun, name: string): Promise<OpenReport | null> {
    try {
      const file = await open(join(this.folderOf(run), name));
      const { size } = await file.stat();
      return { stream: createReadStream('', { fd: file }), bytes: size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Only to be called while nobody is at work. */
  async clearAllBut(runs: readonly MadeRun[]): Promise<void> {
    const kept = new Set(runs.map(nameOf));
    for (const name of await readdir(this.runs).catch(() => [])) {
      if (!kept.has(name)) await rm(join(this.runs, name), { recursive: true, force: true });
    }
  }

  private folderOf(run: MadeRun): string {
    return join(this.runs, nameOf(run));
  }
}

function nameOf({ id, worker }: MadeRun): string {
  return [id, worker].join('.');
}

async function replaceLink(path: string, target: string): Promise<void> {
  if ((await readlink(path).catch(() => undefined)) === target) return;
  const made = `${path}.${randomUUID()}`;
  await symlink(target, made);
  await rename(made, path);
}
