import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { ApiKeyNotFound } from './api-keys.errors';

/** A key's id in a path. What is no id names no key. */
@Injectable()
export class ApiKeyIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new ApiKeyNotFound();
    return id.toLowerCase();
  }
}
