import { Body, Controller, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DryRunQuery } from '../platform/http/dry-run';
import { IdempotencyKeyMissing } from '../platform/idempotency/idempotency.errors';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { type Actor, CurrentActor, Limit, Roles, Scoped } from '../platform/security/access';
import { BatchesService } from './batches.service';
import { ApiBatch } from './command.api';
import { BatchDto } from './dto/batch.dto';

@ApiTags('batches')
@ApiBearerAuth()
@Controller('batches')
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Post()
  @Limit('money')
  @Roles('service')
  @Scoped('inventory:write', 'funds:write')
  @ApiOperation({
    summary: 'Up to 50 commands for one player, all or none',
    description:
      'For game servers. Each command sees what those before it did, and each needs the scope of its kind: ' +
      '`inventory:write` for items (`purchase`, `use`, `grant`, `revoke`), `funds:write` for coins (`add_funds`, ' +
      '`earn`). Coins are not granted here: a service adds or pays them. As often as other routes that move money.',
    operationId: 'carryOutBatch',
  })
  @ApiBatch()
  async carryOut(
    @CurrentActor() actor: Actor,
    @Body() batch: BatchDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Query() { dryRun }: DryRunQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (key === undefined && dryRun === undefined) throw new IdempotencyKeyMissing();
    return replyWith(reply, await this.batches.carryOut(actor, batch, key, dryRun));
  }
}
