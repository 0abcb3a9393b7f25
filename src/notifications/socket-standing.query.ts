import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { TicketHolder } from './socket-tickets.repository';

/** Who may not have a socket, or not any longer: blocked or erased, or their session has ended. */
@Injectable()
export class SocketStandingQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The places in the list of those who may not. */
  async findFallen(holders: readonly TicketHolder[]): Promise<ReadonlySet<number>> {
    const rows = await this.dataSource.query<{ place: string }[]>(
      `select place from unnest($1::uuid[], $2::uuid[]) with ordinality as holder(user_id, session_id, place)
       where not exists (select from accounts a where a.user_id = holder.user_id and a.status = 'active')
         or session_id is not null and not exists (
           select from sessions s where s.id = holder.session_id and s.user_id = holder.user_id
             and s.revoked_at is null and s.expires_at > now())`,
      [holders.map(({ userId }) => userId), holders.map(({ sessionId }) => sessionId)],
    );
    return new Set(rows.map(({ place }) => Number(place) - 1));
  }

  async stands(holder: TicketHolder): Promise<boolean> {
    return (await this.findFallen([holder])).size === 0;
  }
}
