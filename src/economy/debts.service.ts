import { Injectable } from '@nestjs/common';
import { AccountsService } from '../transactions/accounts.service';
import { type DebtView, debtView } from './debt.view';
import { FulfilmentsRepository } from './fulfilments.repository';

/** What players owe: money went back for what they no longer held. */
@Injectable()
export class DebtsService {
  constructor(
    private readonly fulfilments: FulfilmentsRepository,
    private readonly accounts: AccountsService,
  ) {}

  /** The oldest first, which is repaid first. @throws UserNotFound */
  async of(userId: string): Promise<DebtView[]> {
    const owed = await this.fulfilments.findOwed(userId);
    if (owed.length === 0) await this.accounts.requireOpen(userId);
    return owed.map(debtView);
  }
}
