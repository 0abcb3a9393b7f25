import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { ProductNotFound } from '../products/products.errors';

/** A product id of a path. What is no id names no product. */
@Injectable()
export class ProductIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new ProductNotFound();
    return id.toLowerCase();
  }
}
