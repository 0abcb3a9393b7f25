import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { DryRunQuery } from '../platform/http/dry-run';
import type { Page } from '../platform/http/page';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { replyWith } from '../platform/idempotency/stored-answer';
import { type Actor, CurrentActor, Limit, Roles } from '../platform/security/access';
import { STAFF } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { GrantDto, orderOf } from './dto/grant.dto';
import { GrantsQuery } from './dto/grants.query.dto';
import { ApiGrant } from './grant.api';
import { grantsPage } from './grants.page';
import { GrantDetails } from './grant.view';
import { GrantRequests } from './grant-requests.service';
import { GrantsService } from './grants.service';

/** What staff give to one player and take back. */
@ApiTags('grants')
@ApiBearerAuth()
@Controller('users')
@Roles('support', 'finance', 'admin')
export class GrantsController {
  constructor(
    private readonly requests: GrantRequests,
    private readonly grants: GrantsService,
  ) {}

  @Post(':id/grants')
  @Limit('purchases')
  @ApiOperation({ summary: 'Give a player coins or items', operationId: 'grantToUser' })
  @ApiGrant()
  async grant(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: STAFF }) userId: string,
    @Body() body: GrantDto,
    @Query() { dryRun }: DryRunQuery,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const order = orderOf('grant', userId, body);
    return replyWith(reply, await this.requests.request(actor, order, key, dryRun));
  }

  @Post(':id/revocations')
  @Limit('purchases')
  @ApiOperation({ summary: 'Take coins or items back from a player', operationId: 'revokeFromUser' })
  @ApiGrant()
  async revoke(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: STAFF }) userId: string,
    @Body() body: GrantDto,
    @Query() { dryRun }: DryRunQuery,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const order = orderOf('revocation', userId, body);
    return replyWith(reply, await this.requests.request(actor, order, key, dryRun));
  }

  @Get(':id/grants')
  @ApiOperation({ summary: 'What staff gave a player and took back, newest first', operationId: 'listGrantsOfUser' })
  @ApiParam({ name: 'id', example: 'me' })
  @ApiPage(GrantDetails)
  @ApiErrors('auth.forbidden', 'user.not_found')
  async list(@SubjectId() userId: string, @Query() query: GrantsQuery): Promise<Page<GrantDetails>> {
    return grantsPage(query, (limit, before) => this.grants.list({ userId, status: query.status }, limit, before));
  }
}
