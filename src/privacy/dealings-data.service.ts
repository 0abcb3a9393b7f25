import { Injectable } from '@nestjs/common';
import { AttributionService } from '../attribution/attribution.service';
import { CartsService } from '../checkout/carts.service';
import { GrantsService } from '../grants/grants.service';
import { OrdersService } from '../orders/orders.service';
import { PaymentsService } from '../payments/payments.service';
import type { Tx } from '../platform/database/unit-of-work';
import { EventsService } from '../tracking/events.service';
import { ToldData } from './told-data.service';

/** What was written about somebody where things and money changed hands, of what they did, what brought them and what they were told. */
@Injectable()
export class DealingsData {
  constructor(
    private readonly grants: GrantsService,
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
    private readonly carts: CartsService,
    private readonly events: EventsService,
    private readonly attribution: AttributionService,
    private readonly told: ToldData,
  ) {}

  /** What everybody locks before an account, so that nobody waits for us in a circle. */
  async eraseBeforeAccount(tx: Tx, userId: string): Promise<void> {
    await this.grants.erase(tx, userId);
    await this.orders.erase(tx, userId);
  }

  /** With the account locked; grants and orders again, for some may have come while the lock was waited for. */
  async erase(tx: Tx, userId: string): Promise<void> {
    await this.grants.erase(tx, userId);
    await this.orders.erase(tx, userId);
    await this.payments.erase(tx, userId);
    await this.carts.erase(tx, userId);
    await this.events.erase(tx, userId);
    await this.attribution.erase(tx, userId);
  }

  /** With the account closed. */
  async eraseTold(tx: Tx, userId: string): Promise<void> {
    await this.told.erase(tx, userId);
  }
}
