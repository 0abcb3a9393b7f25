import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { SessionNotFound } from './auth.errors';

/** A session's id in a path. What is no id names no session. */
@Injectable()
export class SessionIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new SessionNotFound();
    return id.toLowerCase();
  }
}
