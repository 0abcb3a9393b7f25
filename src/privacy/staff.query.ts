import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

/** Who may do everything, now, whatever their tokens say. */
@Injectable()
export class StaffQuery {
  async activeAdmins(tx: Tx): Promise<string[]> {
    const rows = await tx.send<{ id: string }>({
      name: 'active admins',
      sql: `
        select u.id from users u join accounts a on a.user_id = u.id
        where u.role = 'admin' and a.status = 'active' order by u.id`,
      params: [],
    });
    return rows.map(({ id }) => id);
  }
}
