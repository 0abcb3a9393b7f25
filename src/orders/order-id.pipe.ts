import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { OrderNotFound } from './orders.errors';

/** An order's id in a path. What is no id names no order. */
@Injectable()
export class OrderIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new OrderNotFound();
    return id.toLowerCase();
  }
}
