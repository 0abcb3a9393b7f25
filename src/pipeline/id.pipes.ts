import type { PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { PipelineRunNotFound, ReconciliationCaseNotFound } from './pipeline.errors';

/** What has not the form of an id is the id of nothing. */
export class RunIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new PipelineRunNotFound();
    return id.toLowerCase();
  }
}

export class CaseIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new ReconciliationCaseNotFound();
    return id.toLowerCase();
  }
}
