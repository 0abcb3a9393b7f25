import { Body, Controller, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { NoDryRunQuery } from '../platform/http/dry-run';
import { type Actor, CurrentActor, Limit, Scoped } from '../platform/security/access';
import { SubjectId } from '../platform/security/subject';
import { ApiAddFunds } from './command.api';
import { AddFundsDto } from './dto/add-funds.dto';
import { FundsService } from './funds.service';

@ApiTags('funds')
@ApiBearerAuth()
@Controller()
export class FundsController {
  constructor(private readonly funds: FundsService) {}

  @Post('users/add-funds')
  @Limit('money')
  @ApiOperation({ summary: 'Add funds to one’s own account', operationId: 'addOwnFunds' })
  @ApiAddFunds({ exampleKey: 'own-top-up-1' })
  addOwnFunds(
    @CurrentActor() actor: Actor,
    @Body() body: AddFundsDto,
    @IdempotencyKey({ required: true }) key: IdempotentRequest,
    @Query() query: NoDryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.addFunds(actor, actor.id, body, key, query, reply);
  }

  @Post('users/:id/add-funds')
  @Limit('money')
  @Scoped('funds:write')
  @ApiOperation({ summary: 'Add funds to an account', operationId: 'addFunds' })
  @ApiParam({ name: 'id', example: 'me' })
  @ApiAddFunds({ exampleKey: 'top-up-1' })
  async addFunds(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: ['admin', 'service'] }) userId: string,
    @Body() { amount, currency }: AddFundsDto,
    @IdempotencyKey({ required: true }) key: IdempotentRequest,
    @Query() _query: NoDryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return replyWith(reply, await this.funds.topUp(actor, userId, currency, amount, key));
  }
}
