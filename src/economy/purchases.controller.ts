import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { CurrentUser, Limit } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { holderOf } from './acting-for';
import { ApiPurchase, ApiUse } from './command.api';
import { PurchaseByIdDto, PurchaseDto, UseByIdDto, UseDto } from './dto/purchase.dto';
import { EconomyService } from './economy.service';
import { ProductIdPipe } from './product-id.pipe';
import { replyWith } from './receipt.reply';

const productIdParam = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000001' } as const;

@ApiTags('purchases')
@ApiBearerAuth()
@Controller('products')
export class PurchasesController {
  constructor(private readonly economy: EconomyService) {}

  @Post('purchase')
  @Limit('purchases')
  @ApiOperation({ summary: 'Buy a product named in the body', operationId: 'purchaseById' })
  @ApiPurchase()
  purchaseById(
    @CurrentUser() user: Principal,
    @Body() { productId, ...body }: PurchaseByIdDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.purchase(user, productId, body, key, reply);
  }

  @Post('use')
  @Limit('purchases')
  @ApiOperation({ summary: 'Use a consumable named in the body', operationId: 'useById' })
  @ApiUse()
  useById(
    @CurrentUser() user: Principal,
    @Body() { productId, ...body }: UseByIdDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.use(user, productId, body, key, reply);
  }

  @Post(':id/purchase')
  @Limit('purchases')
  @ApiParam(productIdParam)
  @ApiOperation({ summary: 'Buy a product with coins', operationId: 'purchase' })
  @ApiPurchase()
  async purchase(
    @CurrentUser() user: Principal,
    @Param('id', ProductIdPipe) productId: string,
    @Body() { quantity, currency, expectedAmount, userId }: PurchaseDto,
    @IdempotencyKey() idempotency: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const receipt = await this.economy.submit({
      kind: 'purchase',
      ...holderOf(user, userId),
      productId,
      quantity,
      currency,
      expectedAmount,
      idempotency,
    });
    return replyWith(reply, receipt);
  }

  @Post(':id/use')
  @Limit('purchases')
  @ApiParam(productIdParam)
  @ApiOperation({ summary: 'Use up a consumable', operationId: 'use' })
  @ApiUse()
  async use(
    @CurrentUser() user: Principal,
    @Param('id', ProductIdPipe) productId: string,
    @Body() { quantity, userId }: UseDto,
    @IdempotencyKey() idempotency: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const receipt = await this.economy.submit({
      kind: 'use',
      ...holderOf(user, userId),
      productId,
      quantity,
      idempotency,
    });
    return replyWith(reply, receipt);
  }
}
