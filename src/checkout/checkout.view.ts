import { ApiProperty } from '@nestjs/swagger';
import { OrderView } from '../orders/orders.service';

export class PaymentLink {
  @ApiProperty({ example: 'sandbox' })
  provider: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where the player pays. Null only in the repetition of a request whose order has ended meanwhile.',
  })
  url: string | null;
}

export class CheckoutView {
  @ApiProperty()
  order: OrderView;

  @ApiProperty()
  payment: PaymentLink;
}
