import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { REPORT_NAMES } from './pipeline-files';

export interface OpenReport {
  stream: Readable;
  bytes: number;
}

/**
 * The folder of the reports (`REPORTS_DIR`), which processes on several machines must share. Each run has a folder below
 * `runs`; the latest reports are links into the folder `latest`, itself a link: exchanging it exchanges all of them.
 */
@Injectable()
export class ReportFolder {
  readonly path: string;
  private readonly runs: string;

  constructor({ pipeline }: Config) {
    this.path = pipeline.reportsFolder;
    this.runs = join(this.path, 'runs');
  }

  /** Where this worker makes reports that nobody looks at yet. */
  workFolderOf(worker: string): string {
    return join(this.runs, `.${worker}`);
  }

  async make(workFolder: string): Promise<void> {
    await mkdir(workFolder, { recursive: true });
  }

  async discard(workFolder: string): Promise<void> {
    await rm(workFolder, { recursive: true, force: true });
  }

  /** Makes what was made there the reports of this run. */
  async keep(workFolder: string, runId: string): Promise<void> {
    const folder = join(this.runs, runId);
    await rm(folder, { recursive: true, force: true }); // of a worker that was lost before it could say so
    await rename(workFolder, folder);
  }

  /** Shows the reports of this run as the latest, all at once. */
  async publish(runId: string): Promise<void> {
    const made = await this.namesOf(runId);
    if (made.length === 0) return;
    await replaceLink(join(this.path, 'latest'), join('runs', runId));
    for (const name of made) await replaceLink(join(this.path, name), join('latest', name));
    for (const name of REPORT_NAMES) {
      if (!made.includes(name)) await rm(join(this.path, name), { force: true });
    }
  }

  /** The reports that a run made, in the order of the documentation. */
  async namesOf(runId: string): Promise<string[]> {
    const present = new Set(await readdir(join(this.runs, runId)).catch(() => []));
    return REPORT_NAMES.filter((name) => present.has(name));
  }

  /** Null when there is none. The name must be one of those that are known. */
  async open(runId: string, name: string): Promise<OpenReport | null> {
    try {
      const file = await open(join(this.runs, runId, name));
      const { size } = await file.stat();
      return { stream: createReadStream('', { fd: file }), bytes: size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Only to be called while nobody is at work. */
  async clearAllBut(runIds: readonly string[]): Promise<void> {
    for (const name of await readdir(this.runs).catch(() => [])) {
      if (!runIds.includes(name)) await rm(join(this.runs, name), { recursive: true, force: true });
    }
  }
}

async function replaceLink(path: string, target: string): Promise<void> {
  if ((await readlink(path).catch(() => undefined)) === target) return;
  const made = `${path}.${randomUUID()}`;
  await symlink(target, made);
  await rename(made, path);
}
