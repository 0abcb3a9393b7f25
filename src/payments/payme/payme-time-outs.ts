import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MaintenanceService } from '../../platform/jobs/maintenance.service';
import { PaymeTransactionsService } from './payme-transactions.service';

/** Gives up transactions that nobody performed, also when Payme never asks for them again. */
@Injectable()
export class PaymeTimeOuts implements OnModuleInit {
  constructor(
    private readonly transactions: PaymeTransactionsService,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    const run = () => this.transactions.timeOut();
    this.maintenance.register({ name: 'payme-time-outs', cron: '* * * * *', run });
  }
}
