import type { ProviderFolder } from '../provider-folder';
import { PaymeAccess } from './payme-access';
import { PaymeOrders } from './payme-orders';
import { PaymeTimeOuts } from './payme-time-outs';
import { PaymeTransaction } from './payme-transaction.entity';
import { PaymeTransactionsService } from './payme-transactions.service';
import { PaymeController } from './payme.controller';
import { PaymeFilter } from './payme.filter';
import { PaymeProvider } from './payme.provider';
import { PaymeRepository } from './payme.repository';
import { PaymeService } from './payme.service';
import { PaymeStandIn } from './payme.stand-in';

/** What Payme adds to the payments. */
export const PAYME: ProviderFolder = {
  provider: PaymeProvider,
  standIn: PaymeStandIn,
  controllers: [PaymeController],
  providers: [
    PaymeAccess,
    PaymeFilter,
    PaymeOrders,
    PaymeRepository,
    PaymeService,
    PaymeTimeOuts,
    PaymeTransactionsService,
  ],
  entities: [PaymeTransaction],
};
