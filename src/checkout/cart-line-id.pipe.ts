import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { CartLineNotFound } from './checkout.errors';

/** The id of a cart's line in a path. What is no id names none. */
@Injectable()
export class CartLineIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new CartLineNotFound();
    return id.toLowerCase();
  }
}
