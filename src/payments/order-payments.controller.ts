import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { OrderViews } from '../orders/order-views.service';
import { OrderView } from '../orders/orders.service';
import { ApiErrors } from '../platform/http/api-errors';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { type Actor, CurrentActor, CurrentUser, Limit, Roles } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { RefundDto } from './dto/refund.dto';
import { LateFulfilments } from './late-fulfilments.service';
import { OrderEndings } from './order-endings.service';
import { OrderIdPipe } from './order-id.pipe';
import { OrderRefundView } from './order-refund.view';
import { OrderRefundsQuery } from './order-refunds.query';
import { PaymentLink, PaymentsService } from './payments.service';
import { RefundsService } from './refunds.service';

const orderId = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000301' } as const;

/** What is done to an order that concerns its money. */
@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class OrderPaymentsController {
  constructor(
    private readonly endings: OrderEndings,
    private readonly refunds: RefundsService,
    private readonly refundsOf: OrderRefundsQuery,
    private readonly fulfilments: LateFulfilments,
    private readonly payments: PaymentsService,
    private readonly views: OrderViews,
  ) {}

  @Post(':id/payment-link')
  @HttpCode(HttpStatus.OK)
  @Limit('purchases')
  @ApiOperation({ summary: 'Where to pay one’s own order that waits', operationId: 'getPaymentLink' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: PaymentLink })
  @ApiErrors('payment.not_found', 'payment.provider_unavailable')
  link(@CurrentUser() { id: userId }: Principal, @Param('id', OrderIdPipe) id: string): Promise<PaymentLink> {
    return this.payments.openLink(userId, id);
  }

  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @Limit('purchases')
  @ApiOperation({ summary: 'Cancel one’s own order that is not paid', operationId: 'cancelOrder' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderView })
  @ApiErrors('payment.not_found', 'payment.order_not_cancellable', 'payment.order_being_paid')
  async cancel(@CurrentUser() { id: userId }: Principal, @Param('id', OrderIdPipe) id: string): Promise<OrderView> {
    return this.views.of(await this.endings.cancel(userId, id));
  }

  @Post(':id/refunds')
  @HttpCode(HttpStatus.OK)
  @Roles('finance', 'admin')
  @Limit('money')
  @ApiOperation({
    summary: 'Give money of an order back, all or part of it',
    description:
      'Asks the provider; the order changes when the provider tells us, which some do at once. Of a sum, whole items ' +
      'go back line by line, and coins by their share.',
    operationId: 'refundOrder',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true, example: 'refund-1' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderView })
  @ApiErrors(
    'auth.forbidden',
    'idempotency.key_invalid',
    'idempotency.key_missing',
    'idempotency.key_reused',
    'payment.not_found',
    'payment.refund_not_offered',
    'payment.refund_too_large',
    'payment.provider_unavailable',
  )
  async refund(
    @CurrentActor() actor: Actor,
    @Param('id', OrderIdPipe) id: string,
    @Body() body: RefundDto,
    @IdempotencyKey({ required: true }) request: IdempotentRequest,
  ): Promise<OrderView> {
    return this.views.of(await this.refunds.refund(actor, id, body, request));
  }

  @Get(':id/refunds')
  @Roles('support', 'finance', 'admin')
  @ApiOperation({
    summary: 'What of an order was asked to go back, and what went, newest first',
    operationId: 'listOrderRefunds',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: [OrderRefundView] })
  @ApiErrors('auth.forbidden', 'payment.not_found')
  listRefunds(@Param('id', OrderIdPipe) id: string): Promise<OrderRefundView[]> {
    return this.refundsOf.ofOrder(id);
  }

  @Post(':id/fulfilments')
  @HttpCode(HttpStatus.OK)
  @Roles('finance', 'admin')
  @Limit('purchases')
  @ApiOperation({
    summary: 'Try again to give what was paid for',
    description: 'Also for money that came after the order had ended. Where it cannot be, `attention` says why.',
    operationId: 'fulfilOrder',
  })
  @ApiParam(orderId)
  @ApiOkResponse({ type: OrderView })
  @ApiErrors('auth.forbidden', 'payment.not_found', 'payment.nothing_to_give')
  async fulfil(@CurrentActor() actor: Actor, @Param('id', OrderIdPipe) id: string): Promise<OrderView> {
    return this.views.of(await this.fulfilments.give(actor, id));
  }
}
