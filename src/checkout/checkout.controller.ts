import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { CurrentUser, Limit } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { CheckoutService } from './checkout.service';
import { CheckoutView } from './checkout.view';
import { CheckoutDto } from './dto/checkout.dto';

@ApiTags('checkout')
@ApiBearerAuth()
@Controller('checkout')
export class CheckoutController {
  constructor(private readonly checkout: CheckoutService) {}

  @Post()
  @Limit('purchases')
  @ApiOperation({
    summary: 'Order what is in one’s cart, and pay for it',
    description:
      'Freezes the prices and keeps the goods until the order expires. Repeated with the same key it answers the ' +
      'same order; where the provider gave no address before, it is asked again.',
    operationId: 'checkOut',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true, example: '4f8e2f0e-7c8a-4d7e-9a55-6f0d0c1c2b3a' })
  @ApiBody({ type: CheckoutDto, examples: { sandbox: { value: { provider: 'sandbox', currency: 'USD' } } } })
  @ApiCreatedResponse({ type: CheckoutView })
  @ApiErrors(
    'idempotency.key_missing',
    'idempotency.key_invalid',
    'idempotency.key_reused',
    'account.blocked',
    'payment.purchases_blocked',
    'user.not_found',
    'checkout.cart_empty',
    'checkout.cart_changing',
    'checkout.too_many_unpaid',
    'wallet.currency_inactive',
    'checkout.lines_unavailable',
    'checkout.price_changed',
    'product.out_of_stock',
    'product.limit_reached',
    'checkout.total_too_large',
    'checkout.return_url_not_allowed',
    'payment.provider_not_offered',
    'payment.currency_not_offered',
    'payment.provider_unavailable',
    'sellable.owner_unavailable',
  )
  async checkOut(
    @CurrentUser() { id }: Principal,
    @Body() { returnUrl, ...body }: CheckoutDto,
    @IdempotencyKey({ required: true }) key: IdempotentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return replyWith(reply, await this.checkout.checkOut({ ...body, userId: id, returnUrl: returnUrl ?? null }, key));
  }
}
