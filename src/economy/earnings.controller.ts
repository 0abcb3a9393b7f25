import { Body, Controller, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { NoDryRunQuery } from '../platform/http/dry-run';
import { type Actor, CurrentActor, Limit, Scoped } from '../platform/security/access';
import { ApiEarn } from './command.api';
import { EarnDto } from './dto/earn.dto';
import { EarningsService } from './earnings.service';

@ApiTags('rewards')
@ApiBearerAuth()
@Controller()
export class EarningsController {
  constructor(private readonly earnings: EarningsService) {}

  @Post('wallets/earn')
  @Limit('purchases')
  @Scoped('funds:write')
  @ApiOperation({ summary: 'Be paid for something, as a reward rule says', operationId: 'earn' })
  @ApiEarn()
  async earn(
    @CurrentActor() actor: Actor,
    @Body() body: EarnDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Query() _query: NoDryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return replyWith(reply, await this.earnings.earn(actor, body, key));
  }

  @Post('earn')
  @Limit('purchases')
  @Scoped('funds:write')
  @ApiOperation({ summary: 'The same at the address of the earlier system', operationId: 'earnByOldName' })
  @ApiEarn()
  earnByOldName(
    @CurrentActor() actor: Actor,
    @Body() body: EarnDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Query() query: NoDryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.earn(actor, body, key, query, reply);
  }
}
