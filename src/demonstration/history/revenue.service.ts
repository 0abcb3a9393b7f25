import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { PipelineRunsService } from '../../pipeline/pipeline-runs.service';
import { PipelineAlreadyRunning } from '../../pipeline/pipeline.errors';
import { UploadsService } from '../../pipeline/uploads.service';
import type { Actor } from '../../platform/security/access';
import { REVENUE_FILES, revenueFiles } from './revenue-files';
import type { Story } from './story';
import { DAY_MS, dayName } from './story-days';

/** Hands the story to the revenue pipeline, as the people of the studio would, and has it run once. */
@Injectable()
export class Revenue {
  constructor(
    private readonly uploads: UploadsService,
    private readonly runs: PipelineRunsService,
  ) {}

  /** What somebody has put there before us stays. */
  async report(actor: Actor, story: Story): Promise<void> {
    const files = revenueFiles(story);
    for (const name of REVENUE_FILES) {
      if (!(await this.uploads.has(name)))
        await this.uploads.store(actor, name, Readable.from([Buffer.from(files[name])]));
    }
    const yesterday = dayName(story.period.toMs - DAY_MS);
    const options = { dedupe: 'receipt', chargebacks: 'original', date: yesterday } as const;
    const request = { key: 'history', fingerprint: yesterday };
    await this.runs.start(actor, options, request).catch((error: unknown) => {
      if (!(error instanceof PipelineAlreadyRunning)) throw error;
    });
  }
}
