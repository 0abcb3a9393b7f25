import { ApiProperty } from '@nestjs/swagger';
import { OrderView } from '../orders/orders.service';
import { PaymentLink } from '../payments/payments.service';

export class CheckoutView {
  @ApiProperty()
  order: OrderView;

  @ApiProperty()
  payment: PaymentLink;
}
