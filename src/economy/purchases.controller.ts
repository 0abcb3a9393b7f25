import { Body, Controller, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DryRunQuery } from '../platform/http/dry-run';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { type Actor, CurrentActor, Limit, Scoped } from '../platform/security/access';
import { partiesOf } from './acting-for';
import { ApiPurchase, ApiUse } from './command.api';
import { PurchaseByIdDto, PurchaseDto, UseByIdDto, UseDto } from './dto/purchase.dto';
import { EconomyService } from './economy.service';
import { ProductIdPipe } from './product-id.pipe';

const productIdParam = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000001' } as const;

@ApiTags('purchases')
@ApiBearerAuth()
@Controller('products')
export class PurchasesController {
  constructor(private readonly economy: EconomyService) {}

  @Post('purchase')
  @Limit('purchases')
  @Scoped('inventory:write')
  @ApiOperation({ summary: 'Buy a product named in the body', operationId: 'purchaseById' })
  @ApiPurchase()
  purchaseById(
    @CurrentActor() actor: Actor,
    @Body() { productId, ...body }: PurchaseByIdDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.purchase(actor, productId, body, key, query, reply);
  }

  @Post('use')
  @Limit('purchases')
  @Scoped('inventory:write')
  @ApiOperation({ summary: 'Use a consumable named in the body', operationId: 'useById' })
  @ApiUse()
  useById(
    @CurrentActor() actor: Actor,
    @Body() { productId, ...body }: UseByIdDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.use(actor, productId, body, key, query, reply);
  }

  @Post(':id/purchase')
  @Limit('purchases')
  @Scoped('inventory:write')
  @ApiParam(productIdParam)
  @ApiOperation({ summary: 'Buy a product with coins', operationId: 'purchase' })
  @ApiPurchase()
  async purchase(
    @CurrentActor() actor: Actor,
    @Param('id', ProductIdPipe) productId: string,
    @Body() { quantity, currency, expectedAmount, userId }: PurchaseDto,
    @IdempotencyKey() idempotency: IdempotentRequest | undefined,
    @Query() { dryRun }: DryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const receipt = await this.economy.submit({
      kind: 'purchase',
      ...partiesOf(actor, userId),
      productId,
      quantity,
      currency,
      expectedAmount,
      idempotency,
      dryRun,
    });
    return replyWith(reply, receipt);
  }

  @Post(':id/use')
  @Limit('purchases')
  @Scoped('inventory:write')
  @ApiParam(productIdParam)
  @ApiOperation({ summary: 'Use up a consumable', operationId: 'use' })
  @ApiUse()
  async use(
    @CurrentActor() actor: Actor,
    @Param('id', ProductIdPipe) productId: string,
    @Body() { quantity, userId }: UseDto,
    @IdempotencyKey() idempotency: IdempotentRequest | undefined,
    @Query() { dryRun }: DryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const receipt = await this.economy.submit({
      kind: 'use',
      ...partiesOf(actor, userId),
      productId,
      quantity,
      idempotency,
      dryRun,
    });
    return replyWith(reply, receipt);
  }
}
