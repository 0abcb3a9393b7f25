import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import type { Role } from '../platform/security/principal';
import { type AssetName, anyLike } from './asset-name';

export type RoleFacts = [userId: string, role: Role];
export type BudgetFacts = [role: Role, asset: string, perDay: number];

/** What is known of members of staff. To be read while their accounts are locked. */
@Injectable()
export class StandingQuery {
  /** Their roles now, whatever their tokens say, as `RoleFacts`. */
  rolesPart(userIds: readonly string[]): StatementPart {
    return {
      name: 'roles',
      sql: 'select json_agg(json_build_array(id, role)) from users where id = any($1::uuid[])',
      params: [userIds],
    };
  }

  /** The budgets of all roles for this asset and for all like it, as `BudgetFacts`. */
  budgetsPart(asset: AssetName): StatementPart {
    return {
      name: 'budgets',
      sql: 'select json_agg(json_build_array(role, asset, per_day)) from grant_budgets where asset = any($1::text[])',
      params: [[asset, anyLike(asset)]],
    };
  }

  /** How much of it this member of staff moved alone on this day. */
  spentPart(userId: string, day: string, asset: AssetName): StatementPart {
    return {
      name: 'spent',
      sql: 'select to_json(amount) from grant_spendings where user_id = $1::uuid and day = $2::date and asset = $3',
      params: [userId, day, asset],
    };
  }
}
