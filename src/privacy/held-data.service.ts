import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service';
import { AccountsService } from '../transactions/accounts.service';
import { UserNotFound } from '../users/users.errors';
import { UsersService, userView } from '../users/users.service';
import { WalletsService } from '../wallets/wallets.service';
import { type HeldRows, HeldRowsQuery } from './held-rows.query';
import type { Member } from './json-document';

/**
 * What is held about a person, section by section. At once comes what the game bounds (its currencies, its products);
 * what grows with time or by whoever asks for it comes as somebody reads it.
 */
@Injectable()
export class HeldDataService {
  constructor(
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly wallets: WalletsService,
    private readonly inventory: InventoryService,
    private readonly rows: HeldRowsQuery,
  ) {}

  /** @throws UserNotFound also for those who were erased */
  async of(userId: string): Promise<Member[]> {
    const user = await this.users.findById(userId);
    const status = await this.accounts.statusOf(userId);
    if (user === null || status === 'erased') throw new UserNotFound();
    const long = (listing: HeldRows): Member => [listing, this.rows.pages(listing, userId)];
    return [
      ['profile', Object.assign(userView(user), { status, hasPassword: user.passwordHash !== null })],
      ['wallets', await this.wallets.balancesOf(userId)],
      ['inventory', await this.inventory.itemsOf(userId)],
      long('sessions'),
      long('devices'),
      long('externalIdentities'),
      long('passwordResets'),
      long('grants'),
      long('grantSpendings'),
      long('rewardClaims'),
      long('fulfilments'),
      long('purchaseCounts'),
      long('idempotencyKeys'),
      long('auditLog'),
      long('orders'),
      long('orderLines'),
      long('cart'),
      long('payments'),
      long('paymeTransactions'),
      long('paymentNotifications'),
      long('purchaseBlocks'),
      long('installs'),
      long('events'),
      long('notifications'),
      long('transactions'),
      long('ledger'),
    ];
  }
}
