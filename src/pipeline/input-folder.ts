import { createHash, randomUUID } from 'node:crypto';
import { access, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { Unavailable } from '../platform/errors/platform.errors';
import { INPUTS, type InputName, inputNamesOnDisk, MAX_UPLOAD_BYTES } from './pipeline-files';
import { PipelineUploadIncomplete, PipelineUploadTooLarge } from './pipeline.errors';

const UNFINISHED = '.unfinished-';
const ABANDONED_MS = 24 * 60 * 60 * 1_000;
/** Where hard links cannot be made, the inputs are read where they lie. */
const NO_LINKS = new Set(['EXDEV', 'EROFS', 'EACCES', 'EPERM', 'ENOTSUP', 'EMLINK']);

const NO_ROOM = new Set(['ENOTDIR', 'EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT']);
const RETRY_SECONDS = 60;

/** A file that lies in the folder whole, and is not yet one of the inputs. */
export interface ReceivedFile {
  bytes: number;
  sha256: string;
  /** Replaces the input of that name, at once and whole. */
  readonly keep: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

/** The folder of the inputs (`DATA_DIR`), which processes on several machines must share. */
@Injectable()
export class InputFolder {
  readonly path: string;

  constructor({ pipeline }: Config) {
    this.path = pipeline.dataFolder;
  }

  /** Whether every input is there, as CSV or as Parquet. */
  async isComplete(): Promise<boolean> {
    const there = await Promise.all(INPUTS.map((name) => this.has(name)));
    return there.every((isThere) => isThere);
  }

  async has(name: InputName): Promise<boolean> {
    const present = await readdir(this.path).catch((): string[] => []);
    return present.includes(name) || present.includes(name.replace('.csv', '.parquet'));
  }

  /**
   * Takes a file in, piece by piece, under a name that nobody reads.
   *
   * @throws PipelineUploadTooLarge, PipelineUploadIncomplete, Unavailable; nothing of it stays then
   */
  async receive(name: InputName, body: Readable): Promise<ReceivedFile> {
    const unfinished = join(this.path, `${UNFINISHED}${randomUUID()}`);
    const discard = () => rm(unfinished, { force: true });
    try {
      await mkdir(this.path, { recursive: true, mode: 0o770 });
      const { bytes, sha256 } = await write(unfinished, body);
      const keep = () => rename(unfinished, join(this.path, name));
      return { bytes, sha256, keep, discard };
    } catch (error) {
      await discard().catch(() => undefined);
      const isFull = NO_ROOM.has((error as NodeJS.ErrnoException).code ?? '');
      throw isFull ? new Unavailable('There is no room for files here: see DATA_DIR.', RETRY_SECONDS) : error;
    }
  }

  /**
   * A folder with the inputs as they are now, whoever replaces them while they are read: links, which cost nothing.
   *
   * @returns the folder to read and how to clear it away
   */
  async hold(): Promise<{ folder: string; release: () => Promise<void> }> {
    const held = join(this.path, `.held-${randomUUID()}`);
    const release = () => rm(held, { recursive: true, force: true });
    try {
      await mkdir(held, { mode: 0o770 });
      for (const name of inputNamesOnDisk()) await linkIfThere(join(this.path, name), join(held, name));
      return { folder: held, release };
    } catch (error) {
      await release().catch(() => undefined);
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && !NO_LINKS.has(code)) throw error;
      return { folder: this.path, release: () => Promise.resolve() };
    }
  }

  /** Clears away what killed processes left. */
  async clear(nowMs = Date.now()): Promise<void> {
    for (const name of await readdir(this.path).catch(() => [])) {
      if (!name.startsWith(UNFINISHED) && !name.startsWith('.held-')) continue;
      const path = join(this.path, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
      if (nowMs - mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
    }
  }
}

async function write(path: string, body: Readable): Promise<{ bytes: number; sha256: string }> {
  const digest = createHash('sha256');
  const file = await open(path, 'wx', 0o640);
  let bytes = 0;
  try {
    // Who sent too much is told so: the connection stays until they have read it.
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MAX_UPLOAD_BYTES) throw new PipelineUploadTooLarge(MAX_UPLOAD_BYTES);
      digest.update(piece);
      await file.appendFile(piece);
    }
    if (bytes === 0) throw new PipelineUploadIncomplete();
    await file.sync();
  } catch (error) {
    throw body.errored ? new PipelineUploadIncomplete() : error;
  } finally {
    await file.close();
  }
  return { bytes, sha256: digest.digest('hex') };
}

async function linkIfThere(from: string, to: string): Promise<void> {
  const isThere = await access(from).then(
    () => true,
    () => false,
  );
  if (isThere) await link(from, to);
}
