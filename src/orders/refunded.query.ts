import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';

/** How much of what was paid for orders went back. */
@Injectable()
export class RefundedQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** By order, in smallest units of its currency; an order of which nothing went back may be left out. */
  async find(userId: string, orderIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (orderIds.length === 0) return new Map();
    const rows = await this.dataSource.query<{ id: string; returned: string }[]>(
      `select order_id as id, returned from payments
       where user_id = $1 and order_id = any($2::uuid[]) and returned > 0`,
      [userId, orderIds],
    );
    return new Map(rows.map(({ id, returned }) => [id, exact(returned)]));
  }
}
