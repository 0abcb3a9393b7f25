import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { PaymentNotFound } from './payments.errors';

/** An order's or payment's id in a path. What is no id names none. */
@Injectable()
export class OrderIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new PaymentNotFound();
    return id.toLowerCase();
  }
}
