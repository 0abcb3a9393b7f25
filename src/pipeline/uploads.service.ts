import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { InputFolder } from './input-folder';
import type { InputName } from './pipeline-files';

export interface StoredInput {
  name: InputName;
  bytes: number;
  sha256: string;
}

/** Inputs that somebody sends. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly inputs: InputFolder,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
  ) {}

  /** Whether there is an input of that name. */
  has(name: InputName): Promise<boolean> {
    return this.inputs.has(name);
  }

  /**
   * Replaces an input; until all of it is there, what was there before stays. A run that is under way reads on what it
   * began with.
   *
   * @throws PipelineUploadTooLarge, PipelineUploadIncomplete
   */
  async store(actor: Actor, name: InputName, body: Readable): Promise<StoredInput> {
    const { bytes, sha256, keep, discard } = await this.inputs.receive(name, body);
    try {
      const told = {
        actor,
        action: 'pipeline.file_uploaded',
        target: `pipeline_input:${name}`,
        after: { bytes, sha256 },
      };
      await this.unitOfWork.run((tx) => this.audit.record(tx, told));
      await keep();
    } catch (error) {
      await discard();
      throw error;
    }
    return { name, bytes, sha256 };
  }
}
