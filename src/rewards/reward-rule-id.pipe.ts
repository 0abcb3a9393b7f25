import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { RewardRuleNotFound } from './rewards.errors';

/** A rule's id in a path. What is no id names no rule. */
@Injectable()
export class RewardRuleIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new RewardRuleNotFound();
    return id.toLowerCase();
  }
}
