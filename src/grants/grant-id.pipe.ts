import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { GrantNotFound } from './grants.errors';

/** A grant's id in a path. What is no id names no grant. */
@Injectable()
export class GrantIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new GrantNotFound();
    return id.toLowerCase();
  }
}
